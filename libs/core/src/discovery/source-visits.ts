import { Injectable } from '@nestjs/common';
import type { Errand } from '#connector-sdk';
import { DomainError } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { CheckPlanner } from '../checks/check-planner.js';
import { CheckRunner } from '../checks/check-runner.js';
import type { ErrandTaker } from '../checks/pool/errand-desk.js';
import { CONNECTION_DELETED, type JobOutcome } from '../jobs/job-handler.js';
import { visitFailure } from './visit-failure.js';

/** How long it may take to log in, in milliseconds. */
const LOGIN_MS = 20_000;

/** Thrown by whoever takes what a visit brings, to end it with this outcome. */
export class VisitOver extends Error {
  constructor(readonly outcome: JobOutcome) {
    super('The visit is over.');
  }
}

/** Goes to a stored connection's source, with its own secrets, on an errand. */
@Injectable()
export class SourceVisits {
  constructor(
    private readonly planner: CheckPlanner,
    private readonly runner: CheckRunner,
  ) {}

  /** @returns how it ended, when that was not well; null when it brought everything */
  async go(
    scope: Scope,
    connectionId: number,
    what: Errand,
    taker: ErrandTaker,
    signal: AbortSignal,
  ): Promise<JobOutcome | null> {
    try {
      const planned = await this.planner.stored(scope, connectionId, {});
      const errand = { what, taker };
      const run = { deadlineMs: LOGIN_MS, hostKeyPolicy: 'strict' as const, cancelled: signal, errand };
      return visitFailure(await this.runner.visit(scope, planned, run));
    } catch (error) {
      if (error instanceof VisitOver) return error.outcome;
      if (!(error instanceof DomainError)) throw error;
      if (error.kind === 'not_found') return CONNECTION_DELETED;
      const { code, message, kind } = error;
      return { state: 'failed', error: { code, message }, transient: kind === 'unavailable' };
    }
  }
}
