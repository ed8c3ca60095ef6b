import { randomBytes } from 'node:crypto';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from './config-error.js';

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
/** Others may pass through, which the embedded Postgres' own user needs, and may not list. */
const FOLDER_MODE = 0o711;

/**
 * Reads a file that nobody but its owner may open.
 *
 * @param what names the file in messages, at the beginning of a sentence
 * @returns the text, or undefined when there is no such file
 * @throws ConfigError when it cannot be read, or when the group or others have any right to it (POSIX only)
 */
export async function readOwnersFile(path: string, what: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ConfigError(`${what} cannot be opened (${error.code ?? 'unknown error'}).`);
  });
  if (file === undefined) return undefined;
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new ConfigError(`${what} must be a file.`);
    if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0) {
      throw new ConfigError(`${what} must be readable by its owner alone (mode 600).`);
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/**
 * Puts a whole file in place unless one is there, readable by its owner alone; its folder is made when it is
 * missing. The text is written aside and linked: nobody ever sees half a file, and of two writers one wins.
 *
 * @returns false when there was a file before
 */
export async function writeOwnersFileOnce(path: string, text: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
  const aside = `${path}.${randomBytes(6).toString('hex')}.new`;
  const file = await open(aside, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
    // Unlike rename, link fails when the name is taken.
    await link(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await file.close();
    await unlink(aside);
  }
}
