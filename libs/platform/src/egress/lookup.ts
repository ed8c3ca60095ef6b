import type { LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { EgressError } from './egress-error.js';
import { type Permits, type Resolve, type ResolvedAddress, resolveChecked } from './resolve.js';

/** The last argument of a look-up. */
export type LookupCallback = Parameters<LookupFunction>[2];

/** A look-up in the manner of `dns.lookup`, which fails unless every address is permitted. */
export function checkedLookup(policy: Permits, resolve: Resolve, port: number | null): LookupFunction {
  return (host, options, callback) => {
    resolveChecked(policy, resolve, host, port).then(
      ({ addresses }) => answerLookup(addresses, options, callback),
      (error: Error) => failLookup(error, callback),
    );
  };
}

/** Hands over what the caller asked for: one family or both, all addresses or the first. */
export function answerLookup(
  addresses: readonly ResolvedAddress[],
  options: LookupOptions,
  callback: LookupCallback,
): void {
  const family = familyOf(options);
  const wanted = addresses.filter((each) => family === 0 || each.family === family);
  const [first] = wanted;
  if (first === undefined) return failLookup(new EgressError('dns_not_found'), callback);
  // Out of the promise: what the callback throws is the caller's own uncaught exception, not a rejection.
  if (options.all === true) process.nextTick(callback, null, [...wanted]);
  else process.nextTick(callback, null, first.address, first.family);
}

/** Reports an error to a look-up's callback, later, as `dns.lookup` does. */
export function failLookup(error: Error, callback: LookupCallback): void {
  process.nextTick(callback, error, '', 0);
}

/** The family that was asked for: 4, 6, or 0 for both. */
export function familyOf({ family }: LookupOptions): 0 | 4 | 6 {
  if (family === 4 || family === 'IPv4') return 4;
  return family === 6 || family === 'IPv6' ? 6 : 0;
}
