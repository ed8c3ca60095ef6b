import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file that a job may open. */
export interface JobFile {
  /** Found valid: names with slashes between them, none of which leads upwards. */
  readonly path: string;
  content(): AsyncIterable<Buffer>;
}

/** Its owner reads it, and nobody writes it. */
const READ_ONLY = 0o400;

/**
 * Lays files into a folder of their own, and takes them away when the work is over, however it ends.
 *
 * @param place - a folder that nobody else may enter
 */
export async function withFiles<T>(
  place: string,
  files: readonly JobFile[],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(place, 'files-'));
  try {
    for (const file of files) await lay(join(folder, file.path), file);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lay(target: string, file: JobFile): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const laid = await open(target, 'wx', READ_ONLY);
  try {
    for await (const bytes of file.content()) await laid.writeFile(bytes);
  } finally {
    await laid.close();
  }
}
