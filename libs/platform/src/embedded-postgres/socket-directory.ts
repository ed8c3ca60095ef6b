import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.js';
import { homeHash } from './folders.js';
import type { Account } from './run-program.js';
import { canEnter, giveTo } from './system-user.js';

/** Names the socket file; nothing listens on a port. */
export const SOCKET_PORT = 5432;

/** The kernel takes 103 to 107 bytes, by system (unix(7) and its like). */
const PATH_LIMIT_BYTES = 100;

/**
 * Makes the private, empty folder for the socket under the temporary folder. One home has the same path at
 * every start.
 *
 * @throws EmbeddedPostgresError `home_unusable` when somebody else holds that path
 */
export async function prepareSocketDirectory(home: string, account: Account | undefined): Promise<string> {
  const owner = account?.uid ?? process.getuid?.() ?? 0;
  const directory = join(await temporaryFolder(account), `patchbay-${owner}-${homeHash(home)}`);
  try {
    await removeFormer(directory, owner);
    await mkdir(directory, { mode: 0o700 });
    await giveTo(account, directory);
    await chmod(directory, 0o700);
    return directory;
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new EmbeddedPostgresError('home_unusable', `The folder for the socket cannot be made: ${reason}.`, {
      cause,
    });
  }
}

/** The system's own when the account may use it and a socket's path fits, else the one every Unix has. */
async function temporaryFolder(account: Account | undefined): Promise<string> {
  const longest = join(tmpdir(), `patchbay-4294967295-${homeHash('')}`, `.s.PGSQL.${SOCKET_PORT}`);
  const fits = Buffer.byteLength(longest) < PATH_LIMIT_BYTES;
  return fits && (await canEnter(account, tmpdir())) ? tmpdir() : '/tmp';
}

/**
 * What an earlier run left there goes: the file beside the socket names a process, and Postgres would take
 * whichever process has that number now for its owner.
 */
async function removeFormer(directory: string, owner: number): Promise<void> {
  const found = await lstat(directory).catch(() => undefined);
  if (!found) return;
  const ours = found.isDirectory() && [owner, process.getuid?.()].includes(found.uid);
  if (!ours) throw new Error(`${directory} belongs to somebody else`);
  await rm(directory, { recursive: true });
}
