import { chown, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

import type { SampleDatabase } from '../../../apps/api/src/sample/sample-database.js';
import type { KeyAndCertificate } from '../certificates.js';

/** Has a sample database show a certificate from the next connection on; false takes TLS away again. */
export async function encryptSample(
  sample: SampleDatabase,
  certificate: KeyAndCertificate | false,
): Promise<void> {
  const { host, port, database, superuser } = sample;
  const client = new pg.Client({
    host,
    port,
    database,
    user: superuser.username,
    password: superuser.password,
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ folder: string }>(
      `select current_setting('data_directory') as folder`,
    );
    const folder = rows[0]?.folder ?? '';
    if (certificate) {
      // The server reads no key that belongs to somebody else.
      const { uid, gid } = await stat(folder);
      for (const [name, text] of [
        ['server.key', certificate.key],
        ['server.crt', certificate.cert],
      ] as const) {
        await writeFile(join(folder, name), text, { mode: 0o600 });
        await chown(join(folder, name), uid, gid);
      }
    }
    await client.query(`alter system set ssl = ${certificate ? 'on' : 'off'}`);
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}
