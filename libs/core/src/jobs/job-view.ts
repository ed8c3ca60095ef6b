import type { JobError, JobKind, JobRow, JobState } from './job-row.js';

/** A job as it is answered. */
export interface JobView {
  readonly id: number;
  readonly kind: JobKind;
  readonly state: JobState;
  /** 0 for one of a GLOBAL connection. */
  readonly project_id: number;
  readonly connection_id: number;
  readonly table_id: number | null;
  readonly progress: {
    readonly tables_seen: number;
    readonly tables_done: number;
    /** Null while nobody can know. */
    readonly tables_total: number | null;
  };
  /** How often it was begun. */
  readonly attempts: number;
  /** True once it was asked to end. */
  readonly cancel_requested: boolean;
  readonly error: JobError | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

export function jobView(row: JobRow): JobView {
  const { tables_seen = 0, tables_done = 0, tables_total } = row.progress;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    project_id: row.projectId ?? 0,
    connection_id: row.connectionId,
    table_id: row.tableId,
    progress: { tables_seen, tables_done, tables_total: tables_total ?? null },
    attempts: row.attempts,
    cancel_requested: row.cancelRequested,
    error: row.error,
    created_by: row.createdBy,
    created_at: time(row.createdAt)!,
    started_at: time(row.startedAt),
    finished_at: time(row.finishedAt),
  };
}

function time(value: Date | string | null): string | null {
  return value instanceof Date ? value.toISOString() : value;
}
