import { loadConnectors } from '#connectors';
import { DEFAULT_JOB_LIMITS, type JobLimits } from '#core';
import { createLogger } from '#platform/logging';
import { checkSettings, proberSettings } from '../../apps/worker/src/check.options.js';
import { type RunningWorker, startWorker } from '../../apps/worker/src/worker.js';
import { TEST_KEYS, type TestApp } from './app.js';
import { bearer } from './bearer.js';
import { LOCAL_CHECKS } from './checks.js';
import { testDatabases } from './databases.js';
import type { TestTenant } from './tenant.js';

const NO_WAIT: JobLimits = { ...DEFAULT_JOB_LIMITS, retryAfterMs: [10, 10, 10] };

/** A worker in this process, as its own role, whose probers may reach this machine. */
export async function startTestWorker(
  limits: Partial<JobLimits> = {},
  checks: typeof LOCAL_CHECKS = LOCAL_CHECKS,
): Promise<RunningWorker> {
  const write = (line: string): void => {
    if (process.env['PATCHBAY_TEST_ERRORS'] && line.includes('"level":"error"')) process.stderr.write(line);
  };
  return startWorker({
    database: testDatabases().worker,
    keys: TEST_KEYS,
    connectors: await loadConnectors(),
    checks: checkSettings(checks),
    probers: proberSettings(checks),
    limits: { ...NO_WAIT, ...limits },
    logger: createLogger({ level: 'info', destination: { write } }),
  });
}

/** A job as the API answers it. */
export interface AnsweredJob {
  readonly id: number;
  readonly state: string;
  readonly progress: {
    readonly tables_seen: number;
    readonly tables_done: number;
    readonly tables_total: number | null;
  };
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly attempts: number;
}

const POLL_MS = 50;
const PATIENCE_MS = 25_000;

/** Asks for a job until it is as wanted. @throws Error when that does not happen */
export async function jobUntil(
  test: TestApp,
  tenant: TestTenant,
  id: number,
  wanted: (job: AnsweredJob) => boolean,
): Promise<AnsweredJob> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await test.http().get(`${tenant.base}/jobs/${id}`).set(bearer(tenant.admin)).expect(200);
    const job = answer.body as AnsweredJob;
    if (wanted(job)) return job;
    if (Date.now() > until) throw new Error(`The job is still ${JSON.stringify(job)}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The job when it has ended. */
export const jobEnded = (test: TestApp, tenant: TestTenant, id: number): Promise<AnsweredJob> =>
  jobUntil(test, tenant, id, ({ state }) => state !== 'queued' && state !== 'running');
