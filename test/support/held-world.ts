import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { withOneConnection } from '#platform/database';
import { type TestApp, startTestApp, unique } from './app.js';
import { sampleConnection } from './checks.js';
import { type HeldSource, holdSource } from './held-source.js';
import { type NativeClient, nativeClient } from './native-client.js';
import { type TestTenant } from './tenant.js';
import { useOwnDatabase } from './own-database.js';

type Answer = Awaited<ReturnType<NativeClient['get']>>['body'];

/** A schema whose catalog comes in two pages. */
export const MANY = 'many';
export const MANY_TABLES = 600;

/** The application on a database that no other file's worker knows, and a source whose catalog can be held back. */
export interface HeldWorld {
  readonly test: TestApp;
  readonly sample: SampleDatabase;
  readonly source: HeldSource;
  /** A connection to the held source; answers its id. */
  connect(tenant: TestTenant, members?: object): Promise<number>;
  /** Asks for a discovery; answers the job's id. */
  discover(tenant: TestTenant, connection: number): Promise<number>;
  get(tenant: TestTenant, path: string): Promise<Answer>;
  /** Runs statements in the source, as its superuser. */
  sql(...statements: string[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startHeldWorld(): Promise<HeldWorld> {
  const database = await useOwnDatabase();
  const sample = await startSampleDatabase();
  await makeMany(sample);
  const source = await holdSource(sample.port);
  const test = await startTestApp();
  return {
    test,
    sample,
    source,
    connect: async (tenant, members = {}) => {
      const place = sampleConnection(sample, { name: unique('c'), payload: { port: source.port } });
      const body = { ...place, schemas: ['sales'], ...members };
      const made = await nativeClient(test, tenant).post('/connections', body).expect(201);
      return (made.body as { id: number }).id;
    },
    discover: async (tenant, connection) => {
      const begun = await nativeClient(test, tenant)
        .post(`/connections/${connection}/discover`, {})
        .expect(202);
      return (begun.body as { id: number }).id;
    },
    get: async (tenant, path) => (await nativeClient(test, tenant).get(path).expect(200)).body,
    sql: (...statements) => inSource(sample, statements),
    stop: async () => {
      await test.close();
      await source.close();
      await sample.stop();
      await database.drop();
    },
  };
}

async function makeMany(sample: SampleDatabase): Promise<void> {
  const { username } = sample.good;
  await inSource(sample, [
    `create schema ${MANY}`,
    `grant usage on schema ${MANY} to ${username}`,
    `do $$ begin
      for n in 1..${MANY_TABLES} loop execute format('create table ${MANY}.t_%s (a int, b text)', n); end loop;
    end $$`,
    `grant select on all tables in schema ${MANY} to ${username}`,
  ]);
}

async function inSource(
  { host, port, database, superuser }: SampleDatabase,
  statements: readonly string[],
): Promise<void> {
  const { username: user, password } = superuser;
  await withOneConnection({ host, port, database, user, password }, async ({ query }) => {
    for (const statement of statements) await query(statement);
  });
}
