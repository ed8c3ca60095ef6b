import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { CheckOutcome, ProberJob, StepEvent } from '#connector-sdk';
import { DomainError } from '#platform/errors';
import type { ErrandTaker } from './errand-desk.js';
import { FairQueue } from './fair-queue.js';
import type { JobFile } from './job-files.js';
import { ProberProcess } from './prober-process.js';
import { ProberSettings } from './prober-settings.js';

/** A check to run. */
export interface PoolRequest {
  readonly tenantId: number;
  /** What the check speaks to, for the limit per target. */
  readonly target: string;
  readonly job: Omit<ProberJob, 'id'>;
  /** Files that the job may open; the process has them no sooner than its turn has come, and for that job alone. */
  readonly files?: readonly JobFile[];
  readonly onStep?: (event: StepEvent) => void;
  /** Aborted when nobody waits for the outcome any more. */
  readonly cancelled?: AbortSignal;
  /** Takes what the job's errand brings. */
  readonly taker?: ErrandTaker;
}

interface Ticket extends PoolRequest {
  readonly start: (process: ProberProcess) => void;
  readonly refuse: (error: Error) => void;
}

const NEVER = new AbortController().signal;

/**
 * The prober processes of this server. Each runs one check at a time; tenants take turns, and no tenant holds
 * more than half of the processes, so that one whose targets hang leaves room for the others.
 */
@Injectable()
export class ProberPool implements OnModuleDestroy {
  private readonly queue = new FairQueue<Ticket>();
  private readonly idle: ProberProcess[] = [];
  private readonly all = new Set<ProberProcess>();
  private readonly running = new Set<Ticket>();
  private starting = 0;
  private lastId = 0;
  private closed = false;

  constructor(private readonly settings: ProberSettings) {}

  /** Starts the processes before they are asked for. */
  warm(): void {
    while (this.all.size + this.starting < this.settings.probers) void this.startOne();
  }

  /**
   * Runs a check when its turn comes.
   *
   * @throws DomainError `unavailable` when too many wait, or when the turn does not come in time; what the
   *   request's `taker` throws
   */
  async run(request: PoolRequest): Promise<CheckOutcome> {
    const { process, ticket } = await this.turn(request);
    this.lastId += 1;
    const job = { ...request.job, id: this.lastId };
    try {
      const { onStep = () => undefined, cancelled = NEVER, taker, files } = request;
      return await process.run(job, onStep, cancelled, taker, files);
    } finally {
      this.running.delete(ticket);
      this.release(process);
    }
  }

  /** Kills every process and refuses what waits. */
  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    for (let ticket = this.queue.take(() => true); ticket; ticket = this.queue.take(() => true)) {
      ticket.refuse(busy());
    }
    await Promise.all([...this.all].map((process) => process.stop()));
  }

  private async turn(request: PoolRequest): Promise<{ process: ProberProcess; ticket: Ticket }> {
    const { limits } = this.settings;
    const full =
      this.queue.size >= limits.queue || this.queue.sizeOf(request.tenantId) >= limits.queuePerTenant;
    if (full || this.closed || request.cancelled?.aborted) throw busy();
    let timer: NodeJS.Timeout | undefined;
    let leave = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        const ticket: Ticket = {
          ...request,
          start: (process) => resolve({ process, ticket }),
          refuse: reject,
        };
        leave = () => {
          if (this.queue.remove(ticket)) reject(busy());
        };
        timer = setTimeout(leave, limits.waitMs);
        request.cancelled?.addEventListener('abort', leave, { once: true });
        this.queue.add(ticket);
        this.dispatch();
      });
    } finally {
      clearTimeout(timer);
      request.cancelled?.removeEventListener('abort', leave);
    }
  }

  private dispatch(): void {
    this.dropUnusable();
    while (this.idle.length > 0) {
      const ticket = this.queue.take((item) => this.mayStart(item));
      if (!ticket) return;
      this.running.add(ticket);
      ticket.start(this.idle.pop()!);
    }
    if (this.queue.size > 0) this.warm();
  }

  private mayStart(item: Ticket): boolean {
    const share = Math.max(1, Math.floor(this.settings.probers / 2));
    const ofTenant = [...this.running].filter((ticket) => ticket.tenantId === item.tenantId).length;
    const ofTarget = [...this.running].filter((ticket) => ticket.target === item.target).length;
    return ofTenant < share && ofTarget < this.settings.limits.perTarget;
  }

  /** A process may end while it has nothing to do. */
  private dropUnusable(): void {
    for (const process of this.idle.filter((one) => !one.usable)) {
      this.idle.splice(this.idle.indexOf(process), 1);
      this.all.delete(process);
      void process.stop();
    }
  }

  private release(process: ProberProcess): void {
    if (this.closed) return;
    if (process.usable) {
      this.idle.push(process);
    } else {
      this.all.delete(process);
      void process.stop();
      this.warm();
    }
    this.dispatch();
  }

  private async startOne(): Promise<void> {
    this.starting += 1;
    try {
      const process = await ProberProcess.start(this.settings);
      this.all.add(process);
      if (this.closed) await process.stop();
      else this.idle.push(process);
    } catch {
      // Nobody could be served: those that wait are told, rather than tried for ever.
      for (let ticket = this.queue.take(() => true); ticket; ticket = this.queue.take(() => true)) {
        ticket.refuse(
          new DomainError('unavailable', 'checks_unavailable', 'Checks cannot be run now.', {
            retryAfter: 5,
          }),
        );
      }
    } finally {
      this.starting -= 1;
      this.dispatch();
    }
  }
}

function busy(): DomainError {
  return new DomainError('unavailable', 'checks_busy', 'Too many checks are running; try again soon.', {
    retryAfter: 5,
  });
}
