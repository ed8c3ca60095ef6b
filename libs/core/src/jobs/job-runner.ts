import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { systemScope } from '../access/system-scope.js';
import type { TenantsRepository } from '../tenants/tenants.repository.js';
import { CANCELLED, type JobHandler, type JobOutcome, type JobRun } from './job-handler.js';
import type { JobKind, JobRow } from './job-row.js';
import type { JobTicketsRepository, Ticket, TurnLimits } from './job-tickets.repository.js';
import type { JobsRepository } from './jobs.repository.js';

/** How a worker does its jobs. */
export interface JobLimits extends TurnLimits {
  /** Jobs of this worker that run at once. */
  readonly concurrency: number;
  /** Milliseconds before each further attempt; there are as many as this has items. */
  readonly retryAfterMs: readonly number[];
}

export const DEFAULT_JOB_LIMITS: JobLimits = {
  concurrency: 4,
  perTenant: 2,
  perTarget: 2,
  leaseMs: 30_000,
  retryAfterMs: [5_000, 30_000, 120_000],
};

/** What a runner needs. */
export interface JobRunnerParts {
  readonly database: TenantDatabase;
  readonly tickets: JobTicketsRepository;
  readonly jobs: JobsRepository;
  readonly tenants: TenantsRepository;
  readonly handlers: ReadonlyMap<JobKind, JobHandler>;
  readonly onError: (error: unknown) => void;
}

interface Current {
  readonly ended: AbortController;
  readonly work: Promise<void>;
}

const INTERNAL_ERROR = { code: 'internal_error', message: 'Something went wrong on our side.' };
/** A worker that hears of nothing looks again so often, in milliseconds. */
const LONGEST_SLEEP_MS = 30_000;
const SHORTEST_SLEEP_MS = 50;
const SUSPENDED_AGAIN_MS = 600_000;
/** So long does it take at most until a running job hears that it was cancelled, in milliseconds. */
const LONGEST_PULSE_MS = 2_000;
/** A job that ended so many workers without an outcome is not given to another one. */
const MOST_ATTEMPTS = 10;
const LOST = { code: 'worker_lost', message: 'Every worker that began this job ended within it.' };

/**
 * Does jobs in turns. A ticket is taken for a while and renewed while the job runs: when a worker is killed, its
 * tickets run out, and another one begins these jobs anew.
 */
export class JobRunner {
  private readonly name = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  private readonly running = new Set<Current>();
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  private alarm: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly parts: JobRunnerParts,
    private readonly limits: JobLimits = DEFAULT_JOB_LIMITS,
  ) {}

  /** There may be something to do. */
  wake(): void {
    this.lookAgain = true;
    if (this.stopped || this.looking) return;
    this.looking = this.look()
      .catch((error: unknown) => this.parts.onError(error))
      .finally(() => {
        this.looking = undefined;
        if (this.lookAgain) this.wake();
      });
  }

  /** Takes no more jobs, and hands back those that run. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.alarm);
    await this.looking;
    for (const current of this.running) current.ended.abort(new HandedBack());
    await Promise.all([...this.running].map(({ work }) => work));
  }

  private async look(): Promise<void> {
    this.lookAgain = false;
    clearTimeout(this.alarm);
    while (!this.stopped && this.running.size < this.limits.concurrency) {
      const ticket = await this.parts.tickets.take(this.name, this.limits);
      if (!ticket) break;
      this.begin(ticket);
    }
    if (this.stopped || this.running.size >= this.limits.concurrency) return;
    const ms = (await this.parts.tickets.msUntilNext()) ?? LONGEST_SLEEP_MS;
    // Somebody's limit holds back what is due already: whoever ends a job looks again.
    const sleep = Math.min(Math.max(ms, ms < 0 ? 1_000 : SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS);
    if (!this.stopped) this.alarm = setTimeout(() => this.wake(), sleep);
  }

  private begin(ticket: Ticket): void {
    const ended = new AbortController();
    const work = this.do(ticket, ended)
      .catch((error: unknown) => this.parts.onError(error))
      .finally(() => {
        this.running.delete(current);
        this.wake();
      });
    const current: Current = { ended, work };
    this.running.add(current);
  }

  private async do(ticket: Ticket, ended: AbortController): Promise<void> {
    const { tickets, tenants } = this.parts;
    const tenant = await tenants.headById(ticket.tenant);
    if (tenant?.status === 'suspended') return tickets.giveBack(this.name, ticket, SUSPENDED_AGAIN_MS);
    const job = tenant && (await this.start(systemScope(tenant, 'worker', `job-${ticket.job}`), ticket));
    if (!job) return tickets.giveBack(this.name, ticket, null);
    const scope = systemScope(tenant, 'worker', `job-${ticket.job}`);
    const every = Math.min(this.limits.leaseMs / 3, LONGEST_PULSE_MS);
    const pulse = setInterval(() => void this.renew(scope, ticket, ended), every);
    try {
      await this.end(scope, ticket, job, await this.outcome(scope, job, ended));
    } finally {
      clearInterval(pulse);
    }
  }

  /** The job, begun; null for one that is not to be done any more. */
  private async start(scope: Scope, { job: id }: Ticket): Promise<JobRow | null> {
    const { database, jobs, handlers } = this.parts;
    return database.transaction(scope, async (tx) => {
      const job = await jobs.lock(tx, scope, id);
      if (!job || (job.state !== 'queued' && job.state !== 'running')) return null;
      if (job.cancelRequested || job.attempts >= MOST_ATTEMPTS) {
        const outcome: JobOutcome = job.cancelRequested
          ? CANCELLED
          : { state: 'failed', error: LOST, transient: false };
        await jobs.lockConnection(tx, scope, job.connectionId);
        await jobs.finish(tx, scope, id, outcome.state, outcome.error);
        await handlers.get(job.kind)?.ended(tx, scope, job, outcome);
        return null;
      }
      await jobs.start(tx, scope, id);
      return { ...job, state: 'running', attempts: job.attempts + 1 };
    });
  }

  private async outcome(scope: Scope, job: JobRow, ended: AbortController): Promise<JobOutcome | HandedBack> {
    const run: JobRun = {
      signal: ended.signal,
      progress: async (tx, progress) => {
        ended.signal.throwIfAborted();
        await this.parts.jobs.setProgress(tx, scope, job.id, progress);
      },
    };
    try {
      const outcome = await this.parts.handlers.get(job.kind)!.run(scope, job, run);
      if (outcome.state === 'succeeded' || !ended.signal.aborted) return outcome;
    } catch (error) {
      if (!ended.signal.aborted) {
        this.parts.onError(error);
        return { state: 'failed', error: INTERNAL_ERROR, transient: true };
      }
    }
    const { reason } = ended.signal as { reason: unknown };
    return reason instanceof Unwanted ? reason.outcome : (reason as HandedBack);
  }

  private async end(
    scope: Scope,
    ticket: Ticket,
    job: JobRow,
    outcome: JobOutcome | HandedBack,
  ): Promise<void> {
    const { database, jobs, tickets, handlers } = this.parts;
    const again = this.againInMs(job, outcome);
    await database.transaction(scope, async (tx) => {
      const now = await jobs.lock(tx, scope, job.id);
      if (now?.state !== 'running' || now.attempts !== job.attempts) return;
      if (again !== null) {
        const error = 'error' in outcome ? outcome.error : null;
        await jobs.putBack(tx, scope, job.id, error);
        return;
      }
      if (outcome instanceof HandedBack) return;
      await jobs.lockConnection(tx, scope, job.connectionId);
      await jobs.finish(tx, scope, job.id, outcome.state, 'error' in outcome ? outcome.error : null);
      await handlers.get(job.kind)!.ended(tx, scope, now, outcome);
    });
    await tickets.giveBack(this.name, ticket, again);
  }

  private againInMs(job: JobRow, outcome: JobOutcome | HandedBack): number | null {
    if (outcome instanceof HandedBack) return outcome.lost ? null : 0;
    if (outcome.state !== 'failed' || !outcome.transient) return null;
    return this.limits.retryAfterMs[job.attempts - 1] ?? null;
  }

  private async renew(scope: Scope, ticket: Ticket, ended: AbortController): Promise<void> {
    try {
      if (!(await this.parts.tickets.renew(this.name, ticket, this.limits.leaseMs))) {
        return ended.abort(new HandedBack(true));
      }
      const end = await this.parts.jobs.endOf(scope, ticket.job);
      if (end) ended.abort(new Unwanted(end));
    } catch (error) {
      this.parts.onError(error);
    }
  }
}

/** Nobody wants the job any more. */
class Unwanted extends Error {
  constructor(readonly outcome: JobOutcome) {
    super('The job is not wanted any more.');
  }
}

/** The job goes on elsewhere. */
class HandedBack extends Error {
  constructor(
    /** True when another worker has it already. */
    readonly lost = false,
  ) {
    super('The job goes on elsewhere.');
  }
}
