import { asError, timeoutError } from './error-facts.js';

/** Work that must end by a deadline or with a signal, whichever comes first. */
export interface LimitedWork<T> {
  /** Milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Is given one signal for both. */
  readonly run: (ending: AbortSignal) => Promise<T>;
  /** Releases a result that came too late. */
  readonly discard: (late: T) => void;
}

/**
 * Runs the work and rejects at once when its time is over, even where it cannot be interrupted.
 *
 * @throws what the work throws, the reason of the signal, or an error with code ETIMEDOUT
 */
export async function within<T>({ timeoutMs, signal, run, discard }: LimitedWork<T>): Promise<T> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  const onAbort = (): void => ending.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  const timer = setTimeout(() => ending.abort(timeoutError()), timeoutMs);
  const running = run(ending.signal);
  try {
    return await Promise.race([running, rejection(ending.signal)]);
  } catch (error) {
    running.then(discard, () => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Rejects when the signal aborts, and never does anything else. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(asError(signal.reason)), { once: true });
  });
}
