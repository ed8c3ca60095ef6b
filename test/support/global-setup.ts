import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareEmbeddedDatabase } from '#platform/database';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres';
import { migrate } from '#migrations';
import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { TEMPLATE } from './own-database.js';
import { shareSample } from './shared-sample.js';

declare global {
  var sampleForTests: SampleDatabase | undefined;
  var embeddedForTests: { postgres: EmbeddedPostgres; home: string } | undefined;
}

/** What is written need not survive the machine. */
const SETTINGS = {
  max_connections: '200',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
};

/** One real Postgres for the whole run, migrated as in production; the suites find it in the environment. */
export default async function globalSetup(): Promise<void> {
  const sharing = shareSample();
  const home = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  const postgres = await startEmbeddedPostgres({ home, settings: SETTINGS });
  globalThis.embeddedForTests = { postgres, home };
  const roles = await prepareEmbeddedDatabase(postgres.connection, {
    owner: 'owner-of-tests',
    app: 'app-of-tests',
    worker: 'worker-of-tests',
  });
  await migrate(roles.owner, roles);
  await copyOf(postgres, roles.owner.database);
  globalThis.sampleForTests = await sharing;
  process.env['PATCHBAY_TEST_DATABASES'] = JSON.stringify({ ...roles, superuser: postgres.connection, home });
}

/** A moment after the migration nobody is there, so that it can be copied. */
async function copyOf({ connection }: EmbeddedPostgres, database: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(`create database ${TEMPLATE} template ${database}`);
  await client.end();
}
