import { EgressError } from './egress-error.js';
import { readHost } from './host.js';
import type { EgressPolicy } from './policy.js';

/**
 * What a bastion is asked for: it resolves names itself, so addresses, in each of their spellings, and names
 * that are known are decided about here. Metadata services, link-local addresses and the own infrastructure
 * stay closed.
 *
 * @returns the host as it may be handed on: an address in its canonical form, or a name in lower case
 * @throws EgressError `egress_denied`; `dns_not_found` for what is neither an address nor a possible name
 */
export function hostBehindBastion(policy: EgressPolicy, host: string, port: number): string {
  const { kind, text } = readHost(host);
  const permitted =
    kind === 'address'
      ? policy.behindBastion().permits(text, text, port)
      : policy.permitsUnresolved(text, port);
  if (!permitted) throw new EgressError('egress_denied');
  return text;
}
