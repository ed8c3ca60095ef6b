export const JOB_KINDS = ['discovery', 'table_sync', 'check'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** How far a job is; what a kind of job does not count is absent. */
export interface JobProgress {
  /** Tables that the source has shown so far. */
  readonly tables_seen?: number;
  /** Those of them that are stored. */
  readonly tables_done?: number;
  /** How many there will be, as far as the last run tells. */
  readonly tables_total?: number;
  /** True while there is no earlier run to compare with. */
  readonly first_run?: boolean;
}

/** Why a job ended without success, in words that are safe to show. */
export interface JobError {
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
}

/** A job as its table has it. */
export interface JobRow {
  readonly id: number;
  readonly projectId: number | null;
  readonly connectionId: number;
  readonly tableId: number | null;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly attempts: number;
  readonly cancelRequested: boolean;
  readonly progress: JobProgress;
  readonly error: JobError | null;
  readonly createdBy: string;
  readonly createdAt: Date | string;
  readonly startedAt: Date | string | null;
  readonly finishedAt: Date | string | null;
}

/** The columns under the row's own names. */
export const JOB_COLUMNS = `j.id, j.project_id as "projectId", j.connection_id as "connectionId",
  j.table_id as "tableId", j.kind, j.state, j.attempts, j.cancel_requested as "cancelRequested", j.progress, j.error,
  j.created_by as "createdBy", j.created_at as "createdAt", j.started_at as "startedAt",
  j.finished_at as "finishedAt"`;
