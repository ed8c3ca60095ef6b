import type { TaskList } from 'graphile-worker';
import type { JobRunner, Maintenance, Schedules } from '#core';
import type { KeyProvider } from '#platform/vault';
import type { Logger } from '#platform/logging';

/** When each recurring task runs (crontab, UTC). */
export const CRONTAB = [
  '* * * * * run_schedules ?max=3',
  '17 2 * * * rewrap_data_keys ?max=3',
  '*/10 * * * * purge_expired_api_keys ?max=3',
  '37 * * * * purge_idempotency_keys ?max=3',
  '52 3 * * * purge_audit_events ?max=3',
  '23 * * * * purge_ended_leases ?max=3',
  '47 * * * * purge_deleted_connections ?max=3',
  '11 * * * * purge_abandoned_uploads ?max=3',
  '31 * * * * purge_orphaned_jobs ?max=3',
].join('\n');

/** What the tasks work with. */
export interface TaskParts {
  readonly maintenance: Maintenance;
  readonly keys: KeyProvider;
  readonly jobs: JobRunner;
  readonly schedules: Schedules;
  readonly logger: Logger;
}

/** What the worker can do. */
export function tasks({ maintenance, keys, jobs, schedules, logger }: TaskParts): TaskList {
  return {
    // A job of a tenant was added in a transaction that has committed; whose turn it is, its ticket says.
    run_jobs: async () => jobs.wake(),
    run_schedules: async () => {
      const turns = await schedules.run();
      if (turns > 0) logger.info({ task: 'run_schedules', turns }, 'task done');
    },
    rewrap_data_keys: async () => {
      const changed = await maintenance.rewrapDataKeys(keys);
      logger.info({ task: 'rewrap_data_keys', changed }, 'task done');
    },
    purge_audit_events: async () => {
      const removed = await maintenance.purgeAuditEvents();
      logger.info({ task: 'purge_audit_events', removed }, 'task done');
    },
    purge_expired_api_keys: async () => {
      const changed = await maintenance.purgeExpiredApiKeys();
      logger.info({ task: 'purge_expired_api_keys', changed }, 'task done');
    },
    purge_deleted_connections: async () => {
      const changed = await maintenance.purgeDeletedConnections();
      logger.info({ task: 'purge_deleted_connections', changed }, 'task done');
    },
    purge_orphaned_jobs: async () => {
      const removed = await maintenance.purgeOrphanedJobs();
      logger.info({ task: 'purge_orphaned_jobs', removed }, 'task done');
    },
    purge_abandoned_uploads: async () => {
      const removed = await maintenance.purgeAbandonedUploads();
      logger.info({ task: 'purge_abandoned_uploads', removed }, 'task done');
    },
    purge_idempotency_keys: async () => {
      const changed = await maintenance.purgeIdempotencyKeys();
      logger.info({ task: 'purge_idempotency_keys', changed }, 'task done');
    },
    purge_ended_leases: async () => {
      const changed = await maintenance.purgeEndedLeases();
      logger.info({ task: 'purge_ended_leases', changed }, 'task done');
    },
  };
}
