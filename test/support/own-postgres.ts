import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareEmbeddedDatabase } from '#platform/database';
import { startEmbeddedPostgres } from '#platform/embedded-postgres';
import { migrate } from '#migrations';

/** A migrated Postgres of one test file's own. */
export interface OwnPostgres {
  stop(): Promise<void>;
}

/** Starts it in the place of the common one, until it stops: for what other files would take, or lose. */
export async function useOwnPostgres(): Promise<OwnPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  const postgres = await startEmbeddedPostgres({ home, settings: { max_connections: '100', fsync: 'off' } });
  const roles = await prepareEmbeddedDatabase(postgres.connection, {
    owner: 'owner-of-tests',
    app: 'app-of-tests',
    worker: 'worker-of-tests',
  });
  await migrate(roles.owner, roles);
  const common = process.env['PATCHBAY_TEST_DATABASES'];
  process.env['PATCHBAY_TEST_DATABASES'] = JSON.stringify({
    ...roles,
    superuser: postgres.connection,
    home,
  });
  return {
    stop: async () => {
      process.env['PATCHBAY_TEST_DATABASES'] = common;
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
