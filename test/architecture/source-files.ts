import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const ROOT = process.cwd();
const NOT_OURS = new Set(['.git', '.patchbay', 'coverage', 'dist', 'node_modules']);

/** A file of the project. */
export interface SourceFile {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The files whose path matches, with their text, in the order of their paths. */
export async function sourceFiles(matching: RegExp): Promise<SourceFile[]> {
  const paths = (await pathsIn(ROOT)).filter((path) => matching.test(path)).sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(ROOT, path), 'utf8') })));
}

/** The matches of a pattern as `path:line: match`, so that a failing test says where to look. */
export function findings(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const match = pattern.exec(line);
      return match === null ? [] : [`${path}:${index + 1}: ${match[0]}`];
    }),
  );
}

async function pathsIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !NOT_OURS.has(name));
  const nested = entries.map(async (entry): Promise<string[]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pathsIn(path);
    return entry.isFile() ? [relative(ROOT, path).replaceAll('\\', '/')] : [];
  });
  return (await Promise.all(nested)).flat();
}
