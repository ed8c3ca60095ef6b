import { isIP } from 'node:net';
import { type AnyFunction, type Functions, replace } from './functions.js';
import type { CurrentGuard, Guard } from './guard.js';

/** The queries whose answers hold addresses. What others name is checked when it is looked up or connected to. */
const QUERIES = ['resolve', 'resolve4', 'resolve6', 'resolveAny'];

/** Checks the answers of `dns.resolve…` and of the resolvers with a callback. */
export function guardCallbackQueries(owner: Functions, current: CurrentGuard): void {
  for (const query of QUERIES) {
    replace(owner, query, (original) => {
      return function (this: unknown, host, ...rest) {
        const callback = rest.pop();
        if (typeof callback !== 'function') return original.call(this, host, ...rest, callback);
        const checked: AnyFunction = (error, answer) => {
          const denied = error == null && !areAllPermitted(current(), host, answer);
          return denied
            ? (callback as AnyFunction)(current().deny())
            : (callback as AnyFunction)(error, answer);
        };
        return original.call(this, host, ...rest, checked);
      };
    });
  }
}

/** Checks the answers of `dns.promises.resolve…` and of the resolvers with promises. */
export function guardPromiseQueries(owner: Functions, current: CurrentGuard): void {
  for (const query of QUERIES) {
    replace(owner, query, (original) => {
      return async function (this: unknown, host, ...rest) {
        const answer = await original.call(this, host, ...rest);
        if (!areAllPermitted(current(), host, answer)) throw current().deny();
        return answer;
      };
    });
  }
}

/** Refuses other name servers than the system's: a query to one is a datagram to an address of the caller's choice. */
export function guardServers(owner: Functions, current: CurrentGuard): void {
  replace(owner, 'setServers', () => () => {
    throw current().deny();
  });
}

function areAllPermitted(guard: Guard, host: unknown, answer: unknown): boolean {
  const name = String(host).toLowerCase().replace(/\.$/, '');
  return addressesIn(answer).every((address) => guard.permits(address, name, null));
}

/** The addresses among the records, which are text, or objects with an address. */
function addressesIn(answer: unknown): string[] {
  if (!Array.isArray(answer)) return [];
  return answer
    .map((record: unknown) =>
      typeof record === 'object' && record !== null && 'address' in record ? record.address : record,
    )
    .filter((address): address is string => typeof address === 'string' && isIP(address) !== 0);
}
