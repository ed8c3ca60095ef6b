import { Injectable } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { JobRow } from './job-row.js';
import { JobsRepository } from './jobs.repository.js';

/** Milliseconds between two looks: short at first, for most jobs that somebody waits for end soon. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 320;

/** By the state that a job is in, how long after the beginning it is still waited for, in milliseconds. */
export interface JobPatience {
  readonly queued: number;
  readonly running: number;
}

/** Waits for jobs on behalf of contracts that know no jobs: their clients expect what a job does in the answer. */
@Injectable()
export class JobWaits {
  constructor(private readonly jobs: JobsRepository) {}

  /**
   * The job when it has ended, or as it stands when the time is up.
   *
   * @param patience - how long to wait for a worker to begin it, and for its end, in milliseconds
   * @throws DomainError `not_found`
   */
  async ended(scope: Scope, id: number, patience: JobPatience): Promise<JobRow> {
    const begun = Date.now();
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const row = await this.jobs.find(scope, id);
      if (!row) throw notFound('job');
      const { state } = row;
      if (state !== 'queued' && state !== 'running') return row;
      if (Date.now() + pause > begun + patience[state]) return row;
      await setTimeout(pause);
    }
  }
}
