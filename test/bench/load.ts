import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';

/** One kind of request, as both servers take it. */
export interface Load {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  /** Builds the body of the n-th request. */
  readonly body?: (n: number) => string;
  /** Gives each request an `Idempotency-Key` of its own. */
  readonly keyed?: true;
}

/** Sends one kind of request for some seconds from 16 connections, and answers requests per second. */
export async function requestsPerSecond(load: Load, seconds: number): Promise<number> {
  let n = 0;
  const { url, method, headers, body, keyed } = load;
  const result = await autocannon({
    url,
    connections: 16,
    duration: seconds,
    requests: [
      {
        method,
        headers,
        ...(body
          ? {
              setupRequest: (request) => ({
                ...request,
                body: body((n += 1)),
                ...(keyed ? { headers: { ...headers, 'idempotency-key': randomUUID() } } : {}),
              }),
            }
          : {}),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${method} ${url}: ${result.non2xx} refused, ${result.errors} failed.`);
  }
  return result['2xx'] / result.duration;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** The value that so many percent of them do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1]!;
}
