import pg from 'pg';
import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { type TestApp, startTestApp } from './app.js';
import { LOCAL_CHECKS } from './checks.js';
import { type ContractClient, contractClient } from './contract-client.js';
import { useOwnDatabase } from './own-database.js';
import { useSample } from './shared-sample.js';
import { startTestWorker } from './worker.js';

export const CONNECTIONS = '/api/v1/database-connections';
export const TABLES = '/api/v1/table-descriptions';

/** The server, a worker, and a database that connections can really reach. */
export interface DatabaseWorld {
  readonly test: TestApp;
  readonly sample: SampleDatabase;
  stop(): Promise<void>;
}

export async function startDatabaseWorld(): Promise<DatabaseWorld> {
  const database = await useOwnDatabase();
  const sample = await useSample();
  const test = await startTestApp({ checks: LOCAL_CHECKS });
  const worker = await startTestWorker();
  return {
    test,
    sample,
    stop: async () => {
      await worker.stop();
      await test.close();
      await sample.stop();
      await database.drop();
    },
  };
}

/** The client of the database-connections contract: paths begin behind `/api/v1`. */
export function databaseClient(
  { test }: Pick<DatabaseWorld, 'test'>,
  token: string,
  project?: string | number,
): ContractClient {
  return contractClient(test, '/api/v1', token, project);
}

/** Runs statements in the sample database, or in another of its server, as its administrator. */
export async function inSample(
  { sample }: Pick<DatabaseWorld, 'sample'>,
  statements: readonly string[],
  database = sample.database,
): Promise<void> {
  const { host, port, superuser } = sample;
  const client = new pg.Client({
    host,
    port,
    database,
    user: superuser.username,
    password: superuser.password,
  });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** The descriptions of a connection's tables, once there are so many. */
export async function tablesOf(client: ContractClient, id: string, count = 3): Promise<FoundTable[]> {
  for (;;) {
    const { body } = await client.get(`/table-descriptions?db_connection_id=${id}`).expect(200);
    if ((body as FoundTable[]).length >= count) return body as FoundTable[];
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

interface FoundTable {
  readonly id: string;
  readonly table_name: string;
  readonly status: string;
}

const POLL_MS = 50;

/** The sample database as a URI. */
export function sampleUri(
  { host, port, database, good }: SampleDatabase,
  { scheme = 'postgresql', username = good.username, password = good.password, name = database } = {},
): string {
  return `${scheme}://${[username, password].map(encodeURIComponent).join(':')}@${host}:${port}/${name}`;
}
