import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeLiteral, withOneConnection } from '#platform/database';
import { startEmbeddedPostgres } from '#platform/embedded-postgres';
import { SAMPLE_DATABASE, SAMPLE_TABLES } from './sample-tables.js';

/** A login of the sample database. */
export interface SampleLogin {
  readonly username: string;
  readonly password: string;
}

/** A throwaway Postgres that listens on this machine's loopback. */
export interface SampleDatabase {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly database: string;
  /** Reads every sample table. */
  readonly good: SampleLogin;
  /** May log in, and not enter the database. */
  readonly powerless: SampleLogin;
  /** For tests that add to it. */
  readonly superuser: SampleLogin;
  /** Ends Postgres and removes its data. */
  stop(): Promise<void>;
}

export interface SampleOptions {
  /** A free one unless given. */
  readonly port?: number;
  /** Further server settings, such as `ssl`; made when the data folder's owner is known. */
  readonly settings?: Readonly<Record<string, string>>;
}

const HOST = '127.0.0.1';
const PASSWORD_BYTES = 12;

/** Starts a Postgres with sample tables, a user that may read them and one that may do nothing. */
export async function startSampleDatabase(options: SampleOptions = {}): Promise<SampleDatabase> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-sample-'));
  const port = options.port ?? (await freePort());
  const postgres = await startEmbeddedPostgres({
    home,
    settings: {
      listen_addresses: HOST,
      port: String(port),
      fsync: 'off',
      shared_buffers: '16MB',
      ...options.settings,
    },
  }).catch(async (error: unknown) => {
    await rm(home, { recursive: true, force: true });
    throw error;
  });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  };
  const { connection } = postgres;
  const good = { username: 'sample_reader', password: password() };
  const powerless = { username: 'sample_nobody', password: password() };
  try {
    await withOneConnection(connection, async ({ query }) => {
      for (const { username, password: secret } of [good, powerless]) {
        await query(`create role ${username} login password ${escapeLiteral(secret)}`);
      }
      await query(`create database ${SAMPLE_DATABASE}`);
      await query(`revoke connect on database ${SAMPLE_DATABASE} from public`);
      await query(`grant connect on database ${SAMPLE_DATABASE} to ${good.username}`);
    });
    await withOneConnection({ ...connection, database: SAMPLE_DATABASE }, async ({ query }) => {
      for (const statement of SAMPLE_TABLES) await query(statement);
      await query(`grant usage on schema sales to ${good.username}`);
      await query(`grant select on all tables in schema public, sales to ${good.username}`);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const superuser = { username: connection.user, password: connection.password };
  return { host: HOST, port, database: SAMPLE_DATABASE, good, powerless, superuser, stop };
}

function password(): string {
  return randomBytes(PASSWORD_BYTES).toString('hex');
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
