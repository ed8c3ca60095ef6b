import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { KeyAndCertificate } from '../certificates.js';
import { freePort, startServerProcess } from './server-process.js';

const run = promisify(execFile);

/** A MariaDB server of the Debian package `mariadb-server`, with a data folder of its own. */
export interface MariaDb {
  readonly port: number;
  /** Runs statements as the administrator. @throws Error with what the server says */
  run(sql: string): Promise<void>;
  /** Shows another certificate from the next connection on. */
  useCertificate(certificate: KeyAndCertificate): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server on a free port of the loopback.
 *
 * @param tls what it shows, and the authority that it trusts for certificates of clients; without it the
 *   server has no TLS
 */
export async function startMariaDb(tls?: KeyAndCertificate & { readonly ca: string }): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-mariadb-'));
  const file = (name: string): string => join(folder, name);
  const data = `--datadir=${file('data')}`;
  await run('mariadb-install-db', [
    '--no-defaults',
    data,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    ...asRoot(),
  ]);
  const writeCertificate = async ({ key, cert }: KeyAndCertificate): Promise<void> => {
    await writeFile(file('server.key'), key, { mode: 0o600 });
    await writeFile(file('server.crt'), cert);
  };
  if (tls) {
    await writeFile(file('ca.crt'), tls.ca);
    await writeCertificate(tls);
  }
  const port = await freePort();
  const server = await startServerProcess(
    'mariadbd',
    [
      '--no-defaults',
      data,
      `--socket=${file('socket')}`,
      `--pid-file=${file('pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--skip-log-bin',
      '--innodb-buffer-pool-size=16M',
      '--innodb-flush-log-at-trx-commit=0',
      ...(tls
        ? [
            `--ssl-ca=${file('ca.crt')}`,
            `--ssl-cert=${file('server.crt')}`,
            `--ssl-key=${file('server.key')}`,
          ]
        : []),
      ...asRoot(),
    ],
    port,
  );
  const runSql = async (sql: string): Promise<void> => {
    await run('mariadb', ['--no-defaults', `--socket=${file('socket')}`, '--user=root', '--execute', sql]);
  };
  return {
    port,
    run: runSql,
    useCertificate: async (certificate) => {
      await writeCertificate(certificate);
      await runSql('flush ssl');
    },
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root unless it is told to. */
function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
