import { classifyError } from './classify-error.js';
import type { CheckCode } from './codes.js';
import { type ErrorClassifier, ProbeError } from './probe-error.js';
import { STEP_NAMES, type StepName, type StepReport } from './steps.js';
import { timeBucket } from './time-bucket.js';

/** Gets each step when it begins and when it is known how it went. */
export type StepListener = (
  event: StepReport | { readonly step: StepName; readonly status: 'running' },
) => void;

/** Writes down how the steps of one check went. After the first failure nothing more is recorded. */
export class StepRecorder {
  private readonly reports = new Map<StepName, StepReport>();
  private readonly started = new Map<StepName, number>();
  /** Begun and not known yet, the innermost last: a driver's login dials and encrypts within itself. */
  private open: readonly StepName[] = [];
  private last: StepName = 'resolve';
  private failure: ProbeError | undefined;

  constructor(private readonly listener: StepListener = () => undefined) {}

  /** What failed first, if anything did. */
  get failed(): ProbeError | undefined {
    return this.failure;
  }

  /** Every step in order; those that did not happen are skipped. */
  steps(): StepReport[] {
    return STEP_NAMES.map((step) => this.reports.get(step) ?? { step, status: 'skipped', code: null, ms: 0 });
  }

  /** Runs one step. @throws ProbeError the first failure of the check, also when a later error hides it */
  async run<T>(step: StepName, work: () => Promise<T>, classify?: ErrorClassifier): Promise<T> {
    this.begin(step);
    try {
      const result = await work();
      this.pass(step);
      return result;
    } catch (error) {
      throw this.fail(step, error, classify);
    }
  }

  begin(step: StepName): void {
    if (this.failure || this.reports.has(step)) return;
    this.last = step;
    this.open = [...this.open, step];
    this.started.set(step, performance.now());
    this.listener({ step, status: 'running' });
  }

  pass(step: StepName): void {
    this.write({ step, status: 'ok', code: null, ms: this.msOf(step) });
  }

  warn(step: StepName, code: CheckCode): void {
    this.write({ step, status: 'warning', code, ms: this.msOf(step) });
  }

  /** An error that came out of no step: the innermost one under way has failed, or the one that began last. */
  failRunning(error: unknown): ProbeError {
    return this.fail(this.open.at(-1) ?? this.last, error);
  }

  /**
   * Records a failure where it belongs: a driver that does three steps in one call fails in the one that the
   * code names, and the step it ran in has then passed if it comes before that one.
   */
  fail(step: StepName, error: unknown, classify?: ErrorClassifier): ProbeError {
    if (this.failure) return this.failure;
    const failure = classifyError(error, classify);
    const at = failure.step ?? step;
    if (order(at) > order(step)) this.pass(step);
    const { code, facts, hint } = failure;
    this.write({
      step: at,
      status: 'failed',
      code,
      ms: this.msOf(this.started.has(at) ? at : step),
      ...(facts ? { facts } : {}),
      ...(hint === undefined ? {} : { hint }),
    });
    this.failure = failure;
    return failure;
  }

  private write(report: StepReport): void {
    if (this.failure) return;
    this.open = this.open.filter((step) => step !== report.step);
    // A second connection of the same driver does not change how the first one went, unless it fails.
    if (this.reports.has(report.step) && report.status !== 'failed') return;
    this.reports.set(report.step, report);
    this.listener(report);
  }

  private msOf(step: StepName): number {
    const started = this.started.get(step);
    return started === undefined ? 0 : timeBucket(performance.now() - started);
  }
}

function order(step: StepName): number {
  return STEP_NAMES.indexOf(step);
}
