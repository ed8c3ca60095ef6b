import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';

/** A user of this machine that exists for one suite. */
export interface UnixUser {
  readonly name: string;
  readonly password: string;
  remove(): Promise<void>;
}

/** How often a user that still has processes is asked to leave. */
const REMOVALS = 20;

/** Makes a user with a password, without a home folder and without a shell. Only root may. */
export async function createUnixUser(): Promise<UnixUser> {
  const name = `patchbay-${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await run('useradd', [
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    name,
  ]);
  const remove = async (): Promise<void> => {
    for (let left = REMOVALS; ; left -= 1) {
      try {
        return await run('userdel', [name]);
      } catch (error) {
        // The server's process for a session ends a moment after the session.
        if (left === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  try {
    await run('chpasswd', [], `${name}:${password}\n`);
  } catch (error) {
    await remove();
    throw error;
  }
  return { name, password, remove };
}

async function run(program: string, parts: readonly string[], input = ''): Promise<void> {
  const child = spawn(`/usr/sbin/${program}`, [...parts], { stdio: ['pipe', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${errors}`);
}
