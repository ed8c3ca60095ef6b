import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { EgressError } from './egress-error.js';

/** What a host in a request means: an address in its canonical form, or a name that must be looked up. */
export type Host =
  { readonly kind: 'address'; readonly text: string } | { readonly kind: 'name'; readonly text: string };

/**
 * Reads a host as the resolver would, so that what is checked is what is connected to.
 *
 * Numbers are IPv4 in each spelling that `inet_aton(3)` takes (`2130706433`, `0x7f.1`, `0177.0.0.1`): the host
 * parser of the URL standard turns them into dotted decimals and fails on any other name whose last label is
 * a number (https://url.spec.whatwg.org/#concept-host-parser). Names come back in lower case, as ASCII
 * (UTS 46), without the dot of the root.
 *
 * @throws EgressError `egress_denied` for an address with a zone (RFC 4007 section 11), which can only be
 * link-local; `dns_not_found` for what is neither an address nor a possible name
 */
export function readHost(text: string): Host {
  const bare = /^\[(.*)\]$/s.exec(text)?.[1];
  if (bare === undefined && isIPv4(text)) return { kind: 'address', text };
  const ipv6 = bare ?? text;
  if (isIPv6(ipv6)) {
    if (ipv6.includes('%')) throw new EgressError('egress_denied');
    return { kind: 'address', text: canonicalIpv6(ipv6) };
  }
  if (!NAME_CHARACTERS.test(text)) throw new EgressError('dns_not_found');
  const ascii = domainToASCII(text).replace(/\.$/, '');
  if (isIPv4(ascii)) return { kind: 'address', text: ascii };
  if (!isName(ascii)) throw new EgressError('dns_not_found');
  return { kind: 'name', text: ascii };
}

/** Nothing that the URL parser would skip, decode, or take for the end of the host, and nothing that ends a C string. */
const NAME_CHARACTERS = /^[\p{L}\p{M}\p{N}._\u3002\uff0e\uff61-]+$/u;
const LABEL = /^[a-z0-9_-]{1,63}$/;
const MAX_NAME_LENGTH = 253;

function isName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && text.split('.').every((label) => LABEL.test(label));
}

function canonicalIpv6(text: string): string {
  return ipaddr.IPv6.parse(text).toRFC5952String();
}
