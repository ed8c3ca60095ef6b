import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that is known to be one. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A network: its address and the length of its prefix. */
export type Network = readonly [Address, number];

/** The address in this text; undefined unless it is one in its standard form, without a zone. */
export function parseAddress(text: string): Address | undefined {
  return isIP(text) === 0 || text.includes('%') ? undefined : ipaddr.parse(text);
}

/**
 * A network in CIDR notation.
 *
 * @throws TypeError without the text, when it is none
 */
export function parseNetwork(text: string): Network {
  const [, base = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = parseAddress(base);
  const bits = Number(prefix);
  if (address === undefined || bits > address.toByteArray().length * 8)
    throw new TypeError('An egress rule is not a network in CIDR notation.');
  return [address, bits];
}

/** Whether the address lies in the network; never across the two families. */
export function isIn(address: Address, [base, bits]: Network): boolean {
  if (address.kind() !== base.kind()) return false;
  return address.match(base, bits);
}

/** Whether the address lies in one of the networks. */
export function isInAny(address: Address, networks: readonly Network[]): boolean {
  return networks.some((network) => isIn(address, network));
}
