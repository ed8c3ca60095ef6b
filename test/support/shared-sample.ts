import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';

const VARIABLE = 'PATCHBAY_TEST_SAMPLE';

/** Starts the server of the samples, one for the whole run; the suites find it in the environment. */
export async function shareSample(): Promise<SampleDatabase> {
  const sample = await startSampleDatabase();
  process.env[VARIABLE] = JSON.stringify(sample);
  return sample;
}

/** The sample database, in a copy of one test file's own. */
export async function useSample(): Promise<SampleDatabase> {
  const shared = JSON.parse(process.env[VARIABLE] ?? 'null') as SampleDatabase | null;
  if (!shared) throw new Error('The global setup did not run.');
  const database = `sample_${randomBytes(5).toString('hex')}`;
  await asSuperuser(shared, [
    `create database ${database} template ${shared.database}`,
    `revoke connect on database ${database} from public`,
    `grant connect on database ${database} to ${shared.good.username}`,
  ]);
  const stop = () => asSuperuser(shared, [`drop database ${database} with (force)`]);
  return { ...shared, database, stop };
}

async function asSuperuser(
  { host, port, superuser }: SampleDatabase,
  statements: readonly string[],
): Promise<void> {
  const { username: user, password } = superuser;
  const client = new pg.Client({ host, port, database: 'postgres', user, password });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
