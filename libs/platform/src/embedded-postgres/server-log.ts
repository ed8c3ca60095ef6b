import { copyFile, readFile, stat, truncate } from 'node:fs/promises';

const LIMIT_BYTES = 5 * 1024 * 1024;
const CHECK_EVERY_MS = 10 * 60 * 1000;

/**
 * Keeps one former part beside a log of more than 5 MB (`.1`) and empties the log. Postgres appends to the
 * open file, therefore the file is emptied and not replaced.
 */
export async function limitLog(path: string): Promise<void> {
  if ((await logSize(path)) <= LIMIT_BYTES) return;
  await copyFile(path, `${path}.1`);
  await truncate(path);
}

/** Limits the log from time to time without keeping the process alive; returns how to end it. */
export function watchLog(path: string): () => void {
  const timer = setInterval(() => void limitLog(path).catch(() => undefined), CHECK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** Bytes written so far; 0 when there is no log yet. */
export async function logSize(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** The last lines that were written after the log had the given size. */
export async function logSince(path: string, offset: number): Promise<string[]> {
  const content = await readFile(path).catch(() => Buffer.alloc(0));
  return content.subarray(offset).toString().trim().split('\n').slice(-5);
}
