import { chown } from 'node:fs/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { type Account, runProgram } from './run-program.js';

const SYSTEM_USER = 'postgres';

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Finds the system user, and makes it when it is missing: Postgres refuses to run as root. */
export async function ensureSystemUser(log: (line: string) => void, name = SYSTEM_USER): Promise<Account> {
  const known = await findUser(name);
  if (known) return known;
  const made = await runProgram('useradd', [
    '--system',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    name,
  ]);
  const account = await findUser(name);
  if (!account) {
    throw new EmbeddedPostgresError(
      'system_user_missing',
      `Postgres does not run as root, and the user ${name} could not be made (${made.output}). ` +
        'Run as another user, or set DATABASE_URL.',
    );
  }
  log(`Made the system user ${name}, because Postgres does not run as root.`);
  return account;
}

async function findUser(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([runProgram('id', ['-u', name]), runProgram('id', ['-g', name])]);
  return uid.ok && gid.ok ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}

/** True when the account may pass through the folder and all of its parents. */
export async function canEnter(account: Account | undefined, folder: string): Promise<boolean> {
  return (await runProgram('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], account)).ok;
}

/** Hands a file or folder to the account; nothing to do when we run as it. */
export async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}
