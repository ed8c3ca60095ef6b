import { CHECK_CODES, type CheckCode } from './codes.js';
import type { StepFacts, StepName } from './steps.js';

/** What a failure may say beyond its code. */
export interface ProbeErrorDetails {
  /** The step that failed, where the code's own step or the running one is wrong. */
  readonly step?: StepName;
  readonly facts?: StepFacts;
  /** One or two sentences for the person at the keyboard, a constant of the connector's source code. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * A failure that was understood: what a connector throws, or what a classifier makes of a driver's error.
 *
 * @remarks Neither a driver's nor a server's text may go into it: both are hostile, and both may hold secrets.
 */
export class ProbeError extends Error {
  readonly step: StepName | undefined;
  readonly facts: StepFacts | undefined;
  readonly hint: string | undefined;

  constructor(
    readonly code: CheckCode,
    details: ProbeErrorDetails = {},
  ) {
    super(code, { cause: details.cause });
    this.name = 'ProbeError';
    this.step = details.step ?? CHECK_CODES[code] ?? undefined;
    this.facts = details.facts;
    this.hint = details.hint;
  }
}

/** Says what a driver's error means, or undefined for one that it does not know. Must not throw. */
export type ErrorClassifier = (error: unknown) => ProbeError | undefined;
