import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.js';
import { type Account, runProgram } from './run-program.js';
import { giveTo } from './system-user.js';

/** The superuser that initdb makes. */
export const SUPERUSER = 'postgres';

/**
 * Makes the database cluster aside and renames it when it is whole: an initdb that is cut short leaves a folder
 * that Postgres would start, without its databases.
 *
 * @param native - the folder with the binaries
 * @throws EmbeddedPostgresError `init_failed`
 */
export async function initialiseData(
  native: string,
  directory: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  // A name of its own at each try: the initdb of a killed server may still be writing under the former one.
  const unfinished = `${directory}.init-${randomUUID()}`;
  const passwordFile = `${unfinished}.password`;
  try {
    await mkdir(unfinished, { mode: 0o700 });
    await giveTo(account, unfinished);
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    await giveTo(account, passwordFile);
    await runInitdb(native, unfinished, passwordFile, account);
    await rename(unfinished, directory);
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    const reason = reasonOf(cause);
    throw new EmbeddedPostgresError('init_failed', `The data folder cannot be made: ${reason}.`, { cause });
  } finally {
    await removeUnfinished(directory);
  }
}

async function runInitdb(
  native: string,
  directory: string,
  passwordFile: string,
  account: Account | undefined,
): Promise<void> {
  const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'];
  const { ok, output } = await runProgram(
    join(native, 'bin', 'initdb'),
    ['-D', directory, '-U', SUPERUSER, `--pwfile=${passwordFile}`, ...flags],
    account,
  );
  if (ok) return;
  const reason = output.split('\n').slice(-5).join(' | ');
  throw new EmbeddedPostgresError('init_failed', `initdb failed: ${reason}`);
}

async function removeUnfinished(directory: string): Promise<void> {
  const parent = dirname(directory);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(directory)}.init`)) continue;
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  }
}
