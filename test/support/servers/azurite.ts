import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { KeyAndCertificate } from '../certificates.js';
import { freePort, startServerProcess } from './server-process.js';

/** Azure's emulator of its blob service, the npm package `azurite`, where `.ci/install-servers` puts it. */
export interface Azurite {
  readonly port: number;
  readonly account: string;
  /** Base64. */
  readonly key: string;
  close(): Promise<void>;
}

const ACCOUNT = 'lake';
const KEY = Buffer.from('a key of the tests alone').toString('base64');

/** Starts it on a free port of the loopback; it goes by the account in the host name, or in the path. */
export async function startAzurite(tls: KeyAndCertificate): Promise<Azurite> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-azurite-'));
  const file = (name: string): string => join(folder, name);
  await writeFile(file('server.key'), tls.key, { mode: 0o600 });
  await writeFile(file('server.crt'), tls.cert);
  const program = join(process.cwd(), 'node_modules/.servers/node_modules/azurite/dist/src/blob/main.js');
  const port = await freePort();
  const server = await startServerProcess(
    'env',
    [
      // The program takes accounts from there and nowhere else.
      `AZURITE_ACCOUNTS=${ACCOUNT}:${KEY}`,
      ...[process.execPath, program],
      ...['--location', folder, '--blobHost', '127.0.0.1', '--blobPort', String(port)],
      ...['--cert', file('server.crt'), '--key', file('server.key')],
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
    ],
    port,
  );
  return {
    port,
    account: ACCOUNT,
    key: KEY,
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
