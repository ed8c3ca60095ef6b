import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.js';
import { prepareHome } from './folders.js';
import { processBirth } from './process-birth.js';

/** The right to use a home folder, held by this process. */
export interface HomeLock {
  /** Gives the folder free; calling it again does nothing. */
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly birth: string;
  /** Names one holding, since one process may hold the lock several times in its life. */
  readonly token: string;
}

/**
 * Takes the home folder for this process; makes the folder when it is missing. The lock of a process that
 * ended without giving it free (a crash, kill -9, a power cut) does not count.
 *
 * @throws EmbeddedPostgresError `home_in_use` while another holder lives, also one in this process;
 * `home_unusable` when the folder cannot be written.
 */
export async function lockHome(home: string): Promise<HomeLock> {
  const path = join(await prepareHome(home), 'server.lock');
  const birth = (await processBirth(process.pid)) ?? '';
  const holder: Holder = { pid: process.pid, birth, token: randomUUID() };
  await acquire(path, holder);
  return { release: () => releaseIfHeld(path, holder) };
}

/**
 * Whoever makes the file holds the lock. To replace the file of a dead holder one must first hold a second
 * lock, named after that holding; so two that find the same dead holder cannot both take over, and one that
 * comes late sees that the file has changed.
 */
async function acquire(path: string, holder: Holder): Promise<void> {
  for (;;) {
    if (await publish(path, holder, link)) return;
    const former = await readHolder(path);
    if (former === undefined) continue;
    if ((await processBirth(former.pid)) === former.birth) throw inUse(former.pid);
    const takeover = `${path}.${former.token}`;
    await acquire(takeover, holder);
    const unchanged = (await readHolder(path))?.token === former.token;
    if (unchanged) await publish(path, holder, rename);
    await releaseIfHeld(takeover, holder);
    if (unchanged) return;
  }
}

/** Puts the file in place whole: a reader never sees half of it. False when `link` finds a file there. */
async function publish(
  path: string,
  holder: Holder,
  place: (from: string, to: string) => Promise<void>,
): Promise<boolean> {
  const draft = `${path}.draft-${randomUUID()}`;
  try {
    await writeFile(draft, JSON.stringify(holder), { mode: 0o644, flag: 'wx' });
    await place(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unwritable(error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Undefined when the file has just gone. What is no lock file at all belongs to nobody alive. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder> | null;
    return {
      pid: value?.pid ?? 0,
      birth: value?.birth ?? '',
      token: value?.token?.replace(/[^\w-]/g, '') || 'unreadable',
    };
  } catch (error) {
    if (error instanceof SyntaxError) return { pid: 0, birth: '', token: 'unreadable' };
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unwritable(error);
  }
}

async function releaseIfHeld(path: string, holder: Holder): Promise<void> {
  if ((await readHolder(path))?.token === holder.token) await rm(path, { force: true });
}

function inUse(pid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'home_in_use',
    `The home folder is in use by process ${pid}: stop that one, or set PATCHBAY_HOME to another folder.`,
  );
}

function unwritable(cause: unknown): EmbeddedPostgresError {
  const reason = reasonOf(cause);
  return new EmbeddedPostgresError('home_unusable', `The home folder cannot be locked: ${reason}.`, {
    cause,
  });
}
