import { Logger as QueueLogger, run } from 'graphile-worker';
import { ENTITIES, Maintenance } from '#core';
import {
  DataSource,
  type DatabaseTarget,
  TenantDatabase,
  dataSourceOptions,
  poolOf,
} from '#platform/database';
import type { Logger } from '#platform/logging';
import { type KeyProvider, Vault } from '#platform/vault';
import { CRONTAB, tasks } from './tasks.js';

/** What the worker is made of. */
export interface WorkerOptions {
  readonly database: DatabaseTarget;
  readonly keys: KeyProvider;
  readonly logger: Logger;
}

/** A worker that runs. */
export interface RunningWorker {
  /** Takes no new jobs, waits for those that run, and closes its connections. */
  stop(): Promise<void>;
}

const APPLICATION = { pool: 3, applicationName: 'patchbay-worker' };
const JOBS_AT_ONCE = 2;

/** Starts the background jobs, as the worker's own role. Several workers on one database are safe. */
export async function startWorker({ database, keys, logger }: WorkerOptions): Promise<RunningWorker> {
  const options = { ...dataSourceOptions(database, { ...APPLICATION, pipeline: true }), entities: ENTITIES };
  const dataSource = await new DataSource(options).initialize();
  const pool = poolOf(database, { max: JOBS_AT_ONCE + 2, applicationName: APPLICATION.applicationName });
  const tenants = new TenantDatabase(dataSource);
  const maintenance = new Maintenance(tenants, new Vault(keys, tenants));
  const runner = await run({
    pgPool: pool,
    concurrency: JOBS_AT_ONCE,
    noHandleSignals: true,
    crontab: CRONTAB,
    taskList: tasks(maintenance, keys, logger),
    logger: new QueueLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') logger.warn(message);
      else logger.debug(message);
    }),
  });
  return {
    stop: async () => {
      await runner.stop();
      await pool.end();
      await tenants.close();
      await dataSource.destroy();
    },
  };
}
