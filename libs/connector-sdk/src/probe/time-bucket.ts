const BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000];

/**
 * A duration rounded up to one of few values: the exact time of a step would tell whether a host or a port
 * beyond ours exists.
 *
 * @param ms - milliseconds
 */
export function timeBucket(ms: number): number {
  return BUCKETS_MS.find((bucket) => ms <= bucket) ?? BUCKETS_MS.at(-1)!;
}
