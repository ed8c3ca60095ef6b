import { runMigrations } from 'graphile-worker';
import type { DataSource } from 'typeorm';
import { type DatabaseTarget, poolOf } from '#platform/database';
import { WORKER_ROLE } from './tenant-table.js';

/** The queue's tables: it brings its own migrations, and keeps row-level security on all of them. */
const QUEUE_TABLES = ['_private_jobs', '_private_job_queues', '_private_tasks', '_private_known_crontabs'];

/** Installs the job queue as its owner, and opens it to the worker's role alone. */
export async function installJobQueue(owner: DatabaseTarget, dataSource: DataSource): Promise<void> {
  const pool = poolOf(owner, { max: 1, applicationName: 'patchbay-migrate' });
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
  await dataSource.query(`grant usage on schema graphile_worker to ${WORKER_ROLE}`);
  await dataSource.query(`grant select on graphile_worker.migrations to ${WORKER_ROLE}`);
  await dataSource.query(`grant usage on all sequences in schema graphile_worker to ${WORKER_ROLE}`);
  for (const table of QUEUE_TABLES) {
    const name = `graphile_worker.${table}`;
    await dataSource.query(`grant select, insert, update, delete on ${name} to ${WORKER_ROLE}`);
    await dataSource.query(`drop policy if exists patchbay_worker on ${name}`);
    await dataSource.query(
      `create policy patchbay_worker on ${name} to ${WORKER_ROLE} using (true) with check (true)`,
    );
  }
}
