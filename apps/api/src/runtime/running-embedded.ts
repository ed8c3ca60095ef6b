import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrCreateSecretFile } from '#platform/config';
import type { DatabaseTarget } from '#platform/database';
import { StartError } from './start-error.js';

type SocketTarget = Exclude<DatabaseTarget, { url: string }>;

const PASSWORD_BYTES = 24;
const FILE = 'postgres-socket.json';

/** The password of a role of the embedded server, made at the first start. */
export async function embeddedPassword(home: string, role: string): Promise<string> {
  return (await readOrCreateSecretFile(join(home, `postgres-${role}.password`), PASSWORD_BYTES)).value;
}

/** Leaves word of where the embedded server listens, for commands that run beside this process. */
export async function rememberEmbedded(home: string, app: SocketTarget): Promise<void> {
  const { host, port, user, database } = app;
  await writeFile(join(home, FILE), JSON.stringify({ host, port, user, database }), { mode: 0o600 });
}

/** The embedded server of a home folder, as the API's role. @throws StartError when there was none yet */
export async function runningEmbedded(home: string): Promise<DatabaseTarget> {
  const text = await readFile(join(home, FILE), 'utf8').catch(() => {
    throw new StartError('PATCHBAY_HOME: no server was started there yet; run "npm start" first.');
  });
  return {
    ...(JSON.parse(text) as Omit<SocketTarget, 'password'>),
    password: await embeddedPassword(home, 'api'),
  };
}
