import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import {
  ProbeError,
  type ProberCommand,
  type ProberJob,
  type ProberReport,
  runCheck,
} from '#connector-sdk/opening';
import { EgressPolicy, installEgressGuard } from '#platform/egress';

import { NothingPermitted } from './nothing-permitted.js';
import type { Openers } from './openers.js';

/** Runs one job at a time and reports on it. */
export class Prober {
  private spent = false;
  private running: { readonly id: number; readonly ended: AbortController } | undefined;
  private wantNext: () => void = () => undefined;
  private want: (keys: readonly string[]) => void = () => undefined;

  constructor(
    private readonly openers: Openers,
    private readonly folder: string,
    private readonly report: (report: ProberReport) => void,
  ) {}

  receive(command: ProberCommand): void {
    if (command.kind === 'job') void this.run(command.job);
    else if (this.running?.id !== command.id) return;
    else if (command.kind === 'next') this.wantNext();
    else if (command.kind === 'want') this.want(command.keys);
    else this.end(new ProbeError('cancelled'));
  }

  /**
   * Ends the running job because of an error that nobody caught; there will be no other one.
   *
   * @returns false when no job runs
   */
  crash(error: unknown): boolean {
    this.spent = true;
    this.end(error);
    return this.running !== undefined;
  }

  private end(error: unknown): void {
    // Anything can be thrown; without a reason of ours, the end would look like the deadline's.
    this.running?.ended.abort(error instanceof Error ? error : new ProbeError('driver_error'));
  }

  private async run(job: ProberJob): Promise<void> {
    const { id } = job;
    const ended = new AbortController();
    this.running = { id, ended };
    const temporaryFolder = await mkdtemp(join(this.folder, 'job-'));
    const policy = new EgressPolicy(job.egress);
    installEgressGuard(policy);
    try {
      const open = await this.openers.of(job.type);
      const outcome = await runCheck(open, job, {
        policy,
        temporaryFolder,
        ended: ended.signal,
        listener: (event) => this.report({ kind: 'step', id, report: event }),
        errandListener: {
          page: (tables) =>
            new Promise((resolve) => {
              this.wantNext = resolve;
              this.report({ kind: 'page', id, tables });
            }),
          marks: (marks) =>
            new Promise((resolve) => {
              this.want = resolve;
              this.report({ kind: 'marks', id, marks });
            }),
          look: (look) => this.report({ kind: 'look', id, look }),
        },
      });
      await rm(temporaryFolder, { recursive: true, force: true });
      this.running = undefined;
      this.report({ kind: 'done', id, outcome, spent: this.spent });
    } finally {
      installEgressGuard(new NothingPermitted());
    }
  }
}
