/** A running postmaster, however it is watched. */
export interface Stoppable {
  signal(name: NodeJS.Signals): void;
  /** True as soon as it has ended, false when it has not after that many milliseconds. */
  endsWithin(timeoutMs: number): Promise<boolean>;
}

/**
 * SIGINT is the fast shutdown, SIGQUIT the immediate one (the next start then recovers), as in
 * https://www.postgresql.org/docs/18/server-shutdown.html; the postmaster gives its children 5 s after the latter.
 */
const STEPS = [
  ['SIGINT', 8_000],
  ['SIGQUIT', 7_000],
  ['SIGKILL', 2_000],
] as const;

/** Ends a postmaster, ever more firmly. */
export async function shutDown(postmaster: Stoppable): Promise<void> {
  for (const [signal, patienceMs] of STEPS) {
    postmaster.signal(signal);
    if (await postmaster.endsWithin(patienceMs)) return;
  }
}
