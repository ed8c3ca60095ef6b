/** What a check does, in this order; a step that a source does not have is skipped. */
export const STEP_NAMES = ['resolve', 'connect', 'ssh', 'tls', 'authenticate', 'database', 'list'] as const;

/** One of {@link STEP_NAMES}. */
export type StepName = (typeof STEP_NAMES)[number];

export type StepStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** What a hint may speak of. Each value is ours or the caller's own; none comes from a driver or a server. */
export interface StepFacts {
  readonly port?: number;
  /** Of an SSH host key, `SHA256:…`. */
  readonly fingerprint?: string;
  /** Which SSH hop it is about. */
  readonly hop?: 'ssh' | 'jump';
  /** Members of the payload that are missing. */
  readonly missing?: readonly string[];
  /** What is not installed: an npm package or a program. */
  readonly driver?: string;
}

/** One step as the prober reports it; words for people are added where it is shown. */
export interface StepReport {
  readonly step: StepName;
  readonly status: StepStatus;
  /** Null for ok and skipped. */
  readonly code: string | null;
  /** Milliseconds, rounded to a bucket; 0 for skipped. */
  readonly ms: number;
  readonly facts?: StepFacts;
  /** A sentence that the connector's author wrote for exactly this failure; never a driver's text. */
  readonly hint?: string;
}
