import { readHost } from './host.js';
import type { EgressRules } from './policy.js';
import { type Resolve, systemResolve } from './resolve.js';

/**
 * Adds the addresses of own names to the rules, so that another name for the same address is recognised.
 *
 * @param rules with the names that the configuration holds, such as the host of the own database
 * @returns rules with the same entries and one more for each address
 * @throws the error of the look-up: a deployment that cannot find its own database has no checks to run
 */
export async function resolveOwnNames(
  rules: EgressRules,
  resolve: Resolve = systemResolve,
): Promise<EgressRules> {
  const found = rules.own.map(async (entry) => {
    if (entry.host.startsWith('/')) return [];
    const host = readHost(entry.host);
    if (host.kind === 'address') return [];
    return (await resolve(host.text)).map(({ address }) => ({ ...entry, host: address }));
  });
  return { ...rules, own: [...rules.own, ...(await Promise.all(found)).flat()] };
}
