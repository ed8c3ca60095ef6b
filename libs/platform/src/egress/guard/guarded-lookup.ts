import type { LookupOptions } from 'node:dns';
import { promisify } from 'node:util';
import { answerLookup, type LookupCallback, failLookup } from '../lookup.js';
import { type ResolvedAddress, resolveChecked } from '../resolve.js';
import type { CurrentGuard } from './guard.js';
import type { AnyFunction, Functions } from './functions.js';

/** Puts the check into `dns.lookup` and `dns.promises.lookup`: no address of a denied name comes out. */
export function guardLookup(dns: Functions, promises: Functions, current: CurrentGuard): void {
  const resolve = async (host: string): Promise<readonly ResolvedAddress[]> => {
    const guard = current();
    try {
      return (await resolveChecked(guard, (name) => guard.resolve(name, null), host, null)).addresses;
    } catch (error) {
      throw guard.report(error as Error);
    }
  };
  const lookup = (host: string, ...rest: unknown[]): void => {
    const callback = rest.at(-1) as LookupCallback;
    resolve(host).then(
      (addresses) => answerLookup(addresses, optionsOf(rest[0]), callback),
      (error: Error) => failLookup(error, callback),
    );
  };
  const lookupPromise = (host: string, options?: unknown): Promise<unknown> =>
    new Promise((fulfil, reject) => {
      lookup(host, optionsOf(options), ((error, address, family) => {
        if (error) reject(error);
        else fulfil(Array.isArray(address) ? address : { address, family });
      }) satisfies LookupCallback);
    });
  // As with Node's own, promisify gives the promise of both address and family.
  dns['lookup'] = Object.assign(lookup as AnyFunction, { [promisify.custom]: lookupPromise });
  promises['lookup'] = lookupPromise as AnyFunction;
}

/** The options may be a family alone, or left out. */
function optionsOf(value: unknown): LookupOptions {
  if (typeof value === 'number') return { family: value };
  return typeof value === 'object' && value !== null ? value : {};
}
