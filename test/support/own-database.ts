import { randomBytes } from 'node:crypto';
import { testDatabases, withClient } from './databases.js';

/** A migrated database that nobody uses: others are copied from it. */
export const TEMPLATE = 'patchbay_template';

/** A migrated database of one test file's own. */
export interface OwnDatabase {
  drop(): Promise<void>;
}

/** Makes it take the place of the common one until it is dropped: for what other files would take, or lose. */
export async function useOwnDatabase(): Promise<OwnDatabase> {
  const common = process.env['PATCHBAY_TEST_DATABASES'];
  const { owner, app, worker, superuser, home } = testDatabases();
  const database = `own_${randomBytes(5).toString('hex')}`;
  await withClient('superuser', (client) =>
    client.query(`create database ${database} template ${TEMPLATE} owner ${owner.user}`),
  );
  process.env['PATCHBAY_TEST_DATABASES'] = JSON.stringify({
    owner: { ...owner, database },
    app: { ...app, database },
    worker: { ...worker, database },
    superuser,
    home,
  });
  return {
    drop: async () => {
      process.env['PATCHBAY_TEST_DATABASES'] = common;
      await withClient('superuser', (client) => client.query(`drop database ${database} with (force)`));
    },
  };
}
