/** How checks are run; given as a provider under this class. */
export class ProberSettings {
  constructor(
    /** Absolute path of the compiled prober. */
    readonly entry: string,
    /** How many processes there are. */
    readonly probers: number,
    /** Modules that stand in for connectors, by type; for tests. */
    readonly extraOpeners: Readonly<Record<string, string>> = {},
    readonly limits: ProberLimits = DEFAULT_LIMITS,
  ) {}
}

export interface ProberLimits {
  /** Bytes that a process may hold; the heap of its JavaScript gets half of it. */
  readonly memoryBytes: number;
  /** Checks that wait; one more is refused. */
  readonly queue: number;
  /** Checks of one tenant that wait. */
  readonly queuePerTenant: number;
  /** Checks of one target, of whatever tenant, that run at once. */
  readonly perTarget: number;
  /** Milliseconds that a check may wait for its turn. */
  readonly waitMs: number;
  /** Checks that one process runs before another takes its place. */
  readonly jobsPerProcess: number;
}

export const DEFAULT_LIMITS: ProberLimits = {
  memoryBytes: 768 * 1024 * 1024,
  queue: 500,
  queuePerTenant: 100,
  perTarget: 4,
  waitMs: 14_000,
  jobsPerProcess: 200,
};
