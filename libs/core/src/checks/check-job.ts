import { Injectable } from '@nestjs/common';
import { DomainError } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { isBlocked } from '../connections/connection-health.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import {
  CANCELLED,
  CONNECTION_DELETED,
  type JobHandler,
  type JobOutcome,
  type JobRun,
} from '../jobs/job-handler.js';
import type { JobRow } from '../jobs/job-row.js';
import { CheckPlanner } from './check-planner.js';
import { CheckRunner } from './check-runner.js';

/** How long a scheduled check may take, in milliseconds. */
const DEADLINE_MS = 20_000;

const BLOCKED: JobOutcome = {
  state: 'cancelled',
  error: { code: 'checks_blocked', message: 'The login was refused too often to try it again.' },
};

/** Tests a connection for its schedule. The job has done well when the check ran, whatever that found. */
@Injectable()
export class CheckJob implements JobHandler {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly planner: CheckPlanner,
    private readonly runner: CheckRunner,
  ) {}

  async run(scope: Scope, { connectionId }: JobRow, { signal }: JobRun): Promise<JobOutcome> {
    const connection = await this.connections.byId(scope, connectionId);
    if (!connection) return CONNECTION_DELETED;
    if (isBlocked(connection)) return BLOCKED;
    try {
      const planned = await this.planner.stored(scope, connectionId, {});
      const run = { deadlineMs: DEADLINE_MS, hostKeyPolicy: 'strict' as const, cancelled: signal };
      const view = await this.runner.probe(scope, planned, run);
      // What was cut off says nothing of the source.
      if (signal.aborted) return CANCELLED;
      await this.runner.record(scope, planned, run, view);
      return { state: 'succeeded' };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.kind === 'not_found') return CONNECTION_DELETED;
      const { code, message, kind } = error;
      return { state: 'failed', error: { code, message }, transient: TRANSIENT.has(kind) };
    }
  }

  /** All is said by the check. */
  async ended(): Promise<void> {}
}

const TRANSIENT: ReadonlySet<string> = new Set(['unavailable', 'too_many']);
