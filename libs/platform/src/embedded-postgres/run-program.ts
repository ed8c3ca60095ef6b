import { spawn } from 'node:child_process';

/** Who runs a program; undefined stands for the user of this process. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The environment of every program started here. The server's own may hold keys, and a process shows its
 * environment to everyone who runs as the same user.
 */
export function cleanEnvironment(): Record<string, string> {
  const { PATH, TZ } = process.env;
  return { PATH: `${PATH ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`, LC_ALL: 'C', ...(TZ ? { TZ } : {}) };
}

export interface ProgramResult {
  readonly ok: boolean;
  /** What it wrote to standard output and standard error, trimmed; the reason when it did not even start. */
  readonly output: string;
}

/**
 * Runs a short program to its end and never throws. It gets a session of its own, so that Ctrl-C in a
 * terminal reaches the server only, and `/` as its folder, because the account may not enter ours.
 */
export async function runProgram(
  file: string,
  parameters: readonly string[],
  account?: Account,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, parameters, {
      ...account,
      cwd: '/',
      env: cleanEnvironment(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}
