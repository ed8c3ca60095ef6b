import { lookupAll } from './builtins.js';
import { EgressError } from './egress-error.js';
import { codeOf } from './error-facts.js';
import { readHost } from './host.js';
import type { EgressPolicy } from './policy.js';

/** One answer of the name service. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Looks a name up: every address, in the order in which they should be tried. */
export type Resolve = (name: string) => Promise<readonly ResolvedAddress[]>;

/** The resolver of the system, hosts file included (`getaddrinfo(3)`). */
export const systemResolve: Resolve = async (name) =>
  (await lookupAll(name, { all: true, order: 'verbatim' })).map(asResolved);

/** Gives a look-up result its precise type. */
export function asResolved({ address, family }: { address: string; family: number }): ResolvedAddress {
  return { address, family: family === 6 ? 6 : 4 };
}

/** Decides about one address: a policy, or the guard. */
export type Permits = Pick<EgressPolicy, 'permits'>;

/** Where a host is, and under which name it was asked for. */
export interface CheckedHost {
  /** The name in lower case, or the address in its canonical form. */
  readonly name: string;
  /** At least one; the policy permits all of them. */
  readonly addresses: readonly ResolvedAddress[];
}

/**
 * Resolves a host with a single look-up and checks every answer: one that is denied denies the host, for a
 * name that also points inside is no mistake that a check should work around.
 *
 * @param port null where the caller does not know it
 * @throws EgressError
 */
export async function resolveChecked(
  policy: Permits,
  resolve: Resolve,
  host: string,
  port: number | null,
): Promise<CheckedHost> {
  const { kind, text: name } = readHost(host);
  const addresses =
    kind === 'address'
      ? [{ address: name, family: name.includes(':') ? (6 as const) : (4 as const) }]
      : await answersFor(resolve, name);
  if (addresses.every(({ address }) => policy.permits(address, name, port))) return { name, addresses };
  throw new EgressError('egress_denied');
}

async function answersFor(resolve: Resolve, name: string): Promise<readonly ResolvedAddress[]> {
  const answers = await resolve(name).catch((error: unknown) => {
    throw new EgressError(isUnknownName(error) ? 'dns_not_found' : 'dns_failed');
  });
  if (answers.length === 0) throw new EgressError('dns_not_found');
  return answers;
}

/** `getaddrinfo(3)` EAI_NONAME, EAI_NODATA; the name does not exist or has no address. */
function isUnknownName(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOTFOUND' || code === 'ENODATA';
}
