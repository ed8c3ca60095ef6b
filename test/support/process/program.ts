import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = process.cwd();

export const SERVER = 'dist/apps/api/src/main.js';
export const TOKEN = 'dist/apps/api/src/cli/token.js';
export const SAMPLE_DB = 'dist/apps/api/src/cli/sample-db.js';
export const WORKER = 'dist/apps/worker/src/main.js';

/** How a program ended. */
export interface Ending {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A built program of the product that runs in a process of its own. */
export interface Program {
  readonly pid: number;
  /** Everything that it wrote to its standard output so far. */
  stdout(): string;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ending>;
  /** Resolves as soon as its standard output matches. @throws Error when it ends before */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts a program with these settings and none of the tests' own. */
export function startProgram(
  script: string,
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Program {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve({ code, ...output }));
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => output.stdout,
    signal: (name) => void child.kill(name),
    ended,
    says: (pattern) => firstMatch(child, pattern, () => output.stdout, ended),
  };
}

/** Runs a program to its end. */
export async function runProgram(
  script: string,
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ending> {
  return startProgram(script, settings, args).ended;
}

async function firstMatch(
  child: ChildProcess,
  pattern: RegExp,
  text: () => string,
  ended: Promise<Ending>,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = pattern.exec(text());
      if (found) resolve(found);
    };
    child.stdout?.on('data', look);
    look();
    void ended.then(({ code, stderr }) => reject(new Error(`It ended with ${code}: ${stderr}`)), reject);
  });
}
