import type { StepName, StepStatus } from '#connector-sdk';
import type { CheckEntity } from './check.entity.js';

/** One step for the person at the keyboard. */
export interface StepView {
  readonly step: StepName;
  readonly status: StepStatus;
  readonly code: string | null;
  /** What happened. */
  readonly message: string | null;
  /** What to do. */
  readonly hint: string | null;
  /** Milliseconds, rounded to a bucket. */
  readonly ms: number;
  /** Of an SSH host key that nobody approved yet, or that changed. */
  readonly fingerprint?: string;
}

export interface CheckServer {
  readonly product: string;
  readonly version: string | null;
}

/** How a check went. */
export interface CheckView {
  readonly ok: boolean;
  /** Milliseconds, rounded to a bucket. */
  readonly duration_ms: number;
  readonly server: CheckServer | null;
  readonly steps: readonly StepView[];
}

/** A check that runs, or ran, on its own. */
export interface CheckRunView {
  readonly id: number;
  readonly status: 'running' | 'done';
  readonly type: string;
  readonly project_id: number;
  readonly connection_id: number | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly finished_at: string | null;
  /** Null while it runs. */
  readonly result: CheckView | null;
}

/** A check that has not ended so long after its deadline was lost with the server that ran it. */
const LOST_AFTER_MS = 30_000;

export function checkRunView(row: CheckEntity, now = Date.now()): CheckRunView {
  const lost = row.status === 'running' && now - row.createdAt.getTime() > row.deadlineMs + LOST_AFTER_MS;
  const { steps, server, durationMs } = row;
  return {
    id: row.id,
    status: lost ? 'done' : row.status,
    type: row.type,
    project_id: row.projectId ?? 0,
    connection_id: row.connectionId,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    result:
      row.status === 'done' || lost
        ? { ok: row.ok ?? false, duration_ms: durationMs ?? 0, server, steps: steps ?? [] }
        : null,
  };
}

/** The code of the step that failed. */
export function failureCode(view: CheckView): string | null {
  return view.steps.find((step) => step.status === 'failed')?.code ?? null;
}
