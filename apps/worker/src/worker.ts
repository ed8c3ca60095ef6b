import { NestFactory } from '@nestjs/core';
import { Logger as QueueLogger, run } from 'graphile-worker';
import type { ConnectorRegistry } from '#connector-sdk';
import {
  type CheckSettings,
  DEFAULT_JOB_LIMITS,
  ENTITIES,
  type JobLimits,
  Maintenance,
  type ProberSettings,
  Schedules,
  WorkerJobs,
} from '#core';
import {
  DataSource,
  type DatabaseTarget,
  TenantDatabase,
  dataSourceOptions,
  poolOf,
} from '#platform/database';
import { type Logger, SecretRegistry } from '#platform/logging';
import { type KeyProvider, Vault } from '#platform/vault';
import { limitHeapGrowth } from './heap-growth.js';
import { CRONTAB, tasks } from './tasks.js';
import { WorkerModule } from './worker.module.js';

/** What the worker is made of. */
export interface WorkerOptions {
  readonly database: DatabaseTarget;
  readonly keys: KeyProvider;
  readonly logger: Logger;
  readonly connectors: ConnectorRegistry;
  readonly checks: CheckSettings;
  readonly probers: ProberSettings;
  /** The plaintexts that the logger keeps out of its lines. */
  readonly secrets?: SecretRegistry;
  readonly limits?: JobLimits;
}

/** A worker that runs. */
export interface RunningWorker {
  /** What it asks each minute; whoever cannot wait for that may ask as well. */
  readonly schedules: Schedules;
  /** Takes no new jobs, hands back those that run, and closes its connections. */
  stop(): Promise<void>;
}

const APPLICATION = { pool: 6, applicationName: 'patchbay-worker' };
const TASKS_AT_ONCE = 2;

/** As many jobs at once as there are probers for them, and of one tenant as many as the probers let in. */
function limitsFor(probers: number): JobLimits {
  return { ...DEFAULT_JOB_LIMITS, concurrency: probers, perTenant: Math.max(1, Math.floor(probers / 2)) };
}

/** Starts the background jobs, as the worker's own role. Several workers on one database are safe. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { database, keys, logger, secrets = new SecretRegistry() } = options;
  limitHeapGrowth();
  const dataSource = await new DataSource({
    ...dataSourceOptions(database, { ...APPLICATION, pipeline: true }),
    entities: ENTITIES,
  }).initialize();
  const pool = poolOf(database, { max: TASKS_AT_ONCE + 2, applicationName: APPLICATION.applicationName });
  const tenants = new TenantDatabase(dataSource);
  const vault = new Vault(keys, tenants);
  const maintenance = new Maintenance(tenants, vault);
  const { connectors, checks, probers } = options;
  const app = await NestFactory.createApplicationContext(
    WorkerModule.with({ database: tenants, vault, connectors, checks, probers, secrets }),
    { logger: false, abortOnError: false },
  );
  const onError = (error: unknown): void => logger.error({ err: error }, 'job failed');
  const jobs = app
    .get(WorkerJobs, { strict: false })
    .runner(options.limits ?? limitsFor(probers.probers), onError);
  const schedules = app.get(Schedules, { strict: false });
  const runner = await run({
    pgPool: pool,
    concurrency: TASKS_AT_ONCE,
    noHandleSignals: true,
    crontab: CRONTAB,
    taskList: tasks({ maintenance, keys, jobs, schedules, logger }),
    logger: new QueueLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') logger.warn(message);
      else logger.debug(message);
    }),
  });
  jobs.wake();
  return {
    schedules,
    stop: async () => {
      await runner.stop();
      await jobs.stop();
      await app.close();
      await pool.end();
      await tenants.close();
      await dataSource.destroy();
    },
  };
}
