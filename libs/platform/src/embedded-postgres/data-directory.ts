import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.js';
import { exists, makePassable, systemFolderOf } from './folders.js';
import type { Account } from './run-program.js';
import { canEnter, ensureSystemUser, runsAsRoot } from './system-user.js';

const MAJOR_VERSION = '18';

/** Where the data is, or will be, and who runs Postgres on it. */
export interface DataPlace {
  readonly directory: string;
  readonly account: Account | undefined;
  /** False before the first start. */
  readonly initialised: boolean;
}

/**
 * Chooses the data folder. Data that is there is never left for a new, empty folder, whatever the modes of
 * its parents have become.
 *
 * @param home - the real path of the home folder
 * @throws EmbeddedPostgresError `data_unusable`, `system_user_missing`, `home_unusable`
 */
export async function chooseDataPlace(home: string, log: (line: string) => void): Promise<DataPlace> {
  const inHome = join(home, 'postgres');
  if (!runsAsRoot()) {
    return { directory: inHome, account: undefined, initialised: await isInitialised(inHome) };
  }
  const outside = join(systemFolderOf(home), 'postgres');
  for (const directory of [inHome, outside]) {
    if (await isInitialised(directory)) return openAsOwner(directory);
  }
  const account = await ensureSystemUser(log);
  if (await canEnter(account, home)) return { directory: inHome, account, initialised: false };
  log(`The system user of Postgres may not enter ${home}: the data is kept in ${outside}.`);
  await makeOutside(dirname(outside));
  return { directory: outside, account, initialised: false };
}

/** Postgres insists on running as the owner of its data, who need not be the system user. */
async function openAsOwner(directory: string): Promise<DataPlace> {
  const { uid, gid } = await stat(directory);
  const account = { uid, gid };
  if (await canEnter(account, dirname(directory))) return { directory, account, initialised: true };
  throw new EmbeddedPostgresError(
    'data_unusable',
    `The owner of ${directory} may no longer enter the folder that holds it: ` +
      'give every parent folder the mode bit for passing through (chmod o+x).',
  );
}

async function isInitialised(directory: string): Promise<boolean> {
  const marker = join(directory, 'PG_VERSION');
  if (!(await exists(marker))) return false;
  const version = (await readFile(marker, 'utf8')).trim();
  if (version === MAJOR_VERSION) return true;
  throw new EmbeddedPostgresError(
    'data_unusable',
    `${directory} was written by Postgres ${version}, and this is Postgres ${MAJOR_VERSION}: ` +
      'move the data with a dump and a restore.',
  );
}

async function makeOutside(folder: string): Promise<void> {
  try {
    await makePassable(dirname(folder));
    await makePassable(folder);
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new EmbeddedPostgresError('home_unusable', `The data folder cannot be made: ${reason}.`, { cause });
  }
}
