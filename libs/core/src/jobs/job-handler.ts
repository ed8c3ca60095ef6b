import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';
import type { JobError, JobProgress, JobRow } from './job-row.js';

/** What a running job may use. */
export interface JobRun {
  /** Aborted when it is cancelled, when the worker stops, or when another worker has it. */
  readonly signal: AbortSignal;
  /** Tells how far it is, in a transaction of its own work. @throws Error when the job is not this worker's any more */
  progress(tx: Transaction, progress: JobProgress): Promise<void>;
}

/** How a run ended. */
export type JobOutcome =
  | { readonly state: 'succeeded' }
  | { readonly state: 'cancelled'; readonly error: JobError | null }
  | {
      readonly state: 'failed';
      readonly error: JobError;
      /** True where the same may go well a little later. */
      readonly transient: boolean;
    };

/** Of a job that was asked to end. */
export const CANCELLED: JobOutcome & { state: 'cancelled' } = { state: 'cancelled', error: null };

/** Of a job whose connection is not there any more. */
export const CONNECTION_DELETED: JobOutcome = {
  state: 'cancelled',
  error: { code: 'connection_deleted', message: 'The connection was deleted meanwhile.' },
};

/** Does the jobs of one kind. */
export interface JobHandler {
  run(scope: Scope, job: JobRow, run: JobRun): Promise<JobOutcome>;
  /** Says in the transaction that ends the job what follows from it; not called for an attempt that is repeated. */
  ended(tx: Transaction, scope: Scope, job: JobRow, outcome: JobOutcome): Promise<void>;
}
