import { createHash } from 'node:crypto';
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.js';

/** Where a server that runs as root keeps what its system user cannot reach elsewhere. */
export const SYSTEM_FOLDER = '/var/lib/patchbay';

const STICKY = 0o1000;

/** True when something of that name can be seen. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Makes a folder that every user may pass through, whatever the umask says, and only the owner may list. */
export async function makePassable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
}

/**
 * Makes the home folder passable (mode 711; each secret in it is a file of mode 600) and returns its real
 * path. A folder that others share, such as `/tmp`, keeps its mode.
 *
 * @throws EmbeddedPostgresError `home_unusable`
 */
export async function prepareHome(home: string): Promise<string> {
  try {
    await mkdir(home, { recursive: true });
    const { mode, uid } = await stat(home);
    if ((mode & STICKY) === 0 && [0, uid].includes(process.getuid?.() ?? uid)) await chmod(home, 0o711);
    return await realpath(home);
  } catch (error) {
    const reason = reasonOf(error);
    throw new EmbeddedPostgresError('home_unusable', `The home folder cannot be used: ${reason}.`, {
      cause: error,
    });
  }
}

/** A short name for a home folder, the same at every start. */
export function homeHash(home: string): string {
  return createHash('sha256').update(home).digest('hex').slice(0, 12);
}

/** The place of one home under the system folder. */
export function systemFolderOf(home: string): string {
  return join(SYSTEM_FOLDER, homeHash(home));
}
