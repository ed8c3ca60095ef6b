import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { transformFile } from '@swc/core';

const ROOT = process.cwd();
const RELATIVE_IMPORT = /\bfrom ["'](\.{1,2}\/[^"']+)\.js["']/g;

/**
 * Compiles a script of the tests for a process of its own, with what it imports by relative paths, into
 * `dist`. There `#…` imports lead to compiled code, as they do for the probers.
 *
 * @param source - of the script, from the root of the project
 * @returns the absolute path to run
 */
export async function compileScript(source: string): Promise<string> {
  const compiled = new Set<string>();
  await compile(join(ROOT, source), compiled);
  return targetOf(join(ROOT, source));
}

async function compile(source: string, compiled: Set<string>): Promise<void> {
  if (compiled.has(source)) return;
  compiled.add(source);
  const { code } = await transformFile(source, {
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  const target = targetOf(source);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
  for (const [, path = ''] of code.matchAll(RELATIVE_IMPORT)) {
    await compile(`${join(dirname(source), path)}.ts`, compiled);
  }
}

function targetOf(source: string): string {
  return join(ROOT, 'dist', relative(ROOT, source)).replace(/\.ts$/, '.js');
}
