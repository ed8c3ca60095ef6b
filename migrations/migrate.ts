import type { DataSource } from 'typeorm';
import { type DatabaseTarget, type Queries, loginOf } from '#platform/database';
import { MIGRATIONS_TABLE, migrationDataSource, migrationNames } from './data-source.js';
import { installJobQueue } from './job-queue.js';
import { prepareRole } from './roles.js';
import { APP_ROLE, WORKER_ROLE } from './tenant-table.js';

/** The roles that serve; each is created with its password if it does not exist. */
export interface ServingRoles {
  readonly app: DatabaseTarget;
  /** Absent where no worker is to run. */
  readonly worker?: DatabaseTarget | undefined;
}

/**
 * Brings the schema and the job queue up to date as their owner, and gives the serving roles their rights.
 *
 * @param owner - the role that owns the tables; it may create roles
 * @returns the names of the migrations that ran now
 */
export async function migrate(owner: DatabaseTarget, { app, worker }: ServingRoles): Promise<string[]> {
  return withDataSource(owner, async (dataSource) => {
    await prepareRole(dataSource, APP_ROLE, loginOf(app));
    await prepareRole(dataSource, WORKER_ROLE, worker ? loginOf(worker) : null);
    const done = await dataSource.runMigrations();
    await dataSource.query(`grant select on ${MIGRATIONS_TABLE} to ${APP_ROLE}, ${WORKER_ROLE}`);
    await installJobQueue(owner, dataSource);
    return done.map((migration) => migration.name);
  });
}

/** Undoes every migration, the newest first; made for the check of the migrations themselves. */
export async function undoAllMigrations(owner: DatabaseTarget): Promise<number> {
  return withDataSource(owner, async (dataSource) => {
    let undone = 0;
    for (const _ of dataSource.migrations) {
      await dataSource.undoLastMigration();
      undone += 1;
    }
    return undone;
  });
}

/** How many migrations the database lacks, read as any role that may read the list of those that ran. */
export async function pendingMigrations(queries: Queries): Promise<number> {
  const known = migrationNames();
  const [table] = await queries.query<{ found: string | null }>(`select to_regclass($1) as found`, [
    MIGRATIONS_TABLE,
  ]);
  if (!table?.found) return known.length;
  const rows = await queries.query<{ name: string }>(`select name from ${MIGRATIONS_TABLE}`);
  const done = new Set(rows.map((row) => row.name));
  return known.filter((name) => !done.has(name)).length;
}

async function withDataSource<T>(
  owner: DatabaseTarget,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = await migrationDataSource(owner).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
