import {
  type CheckCode,
  type CheckOutcome,
  STEP_NAMES,
  type StepEvent,
  type StepName,
  type StepReport,
  timeBucket,
} from '#connector-sdk';

/** What is known of a check while it runs, for when its process does not live to tell. */
export class StepLog {
  private readonly reports = new Map<StepName, StepReport>();
  private running: StepName = 'resolve';
  private since = performance.now();

  add(event: StepEvent): void {
    if (event.status === 'running') {
      this.running = event.step;
      this.since = performance.now();
    } else {
      this.reports.set(event.step, event);
    }
  }

  /** The outcome of a check that ended from outside: the step that ran has failed. */
  endedBy(code: CheckCode): CheckOutcome {
    const known = [...this.reports.values()].some((report) => report.status === 'failed');
    if (!known) {
      const ms = timeBucket(performance.now() - this.since);
      this.reports.set(this.running, { step: this.running, status: 'failed', code, ms });
    }
    return {
      ok: false,
      server: null,
      steps: STEP_NAMES.map(
        (step) => this.reports.get(step) ?? { step, status: 'skipped', code: null, ms: 0 },
      ),
      learnedHostKeys: [],
    };
  }
}
