import ipaddr from 'ipaddr.js';
import { type Address, isIn, type Network, parseNetwork } from './address.js';

/** Where the IPv4 addresses stand within an IPv6 address: the offsets of their first bytes. */
interface Embedding {
  readonly network: Network;
  readonly offsets: readonly number[];
  /** Teredo writes the client's address with every bit flipped (RFC 4380 section 4). */
  readonly flippedFrom?: number;
}

const EMBEDDINGS: readonly Embedding[] = [
  // IPv4-mapped, RFC 4291 section 2.5.5.2: the kernel connects by IPv4.
  { network: parseNetwork('::ffff:0:0/96'), offsets: [12] },
  // IPv4-translated, RFC 2765 section 2.1.
  { network: parseNetwork('::ffff:0:0:0/96'), offsets: [12] },
  // IPv4-compatible, RFC 4291 section 2.5.5.1.
  { network: parseNetwork('::/96'), offsets: [12] },
  // NAT64, RFC 6052 section 2.1.
  { network: parseNetwork('64:ff9b::/96'), offsets: [12] },
  // 6to4, RFC 3056 section 2.
  { network: parseNetwork('2002::/16'), offsets: [2] },
  // Teredo, RFC 4380 section 4: the server, and the client behind it.
  { network: parseNetwork('2001::/32'), offsets: [4, 12], flippedFrom: 12 },
];

/** Unspecified and loopback (RFC 4291 sections 2.5.2 and 2.5.3) only look like IPv4-compatible addresses. */
const OWN_MEANING = [parseNetwork('::/128'), parseNetwork('::1/128')];

/**
 * The addresses that a packet to this one may arrive at: those embedded in it, or else itself.
 *
 * @returns one or two addresses; all of them have to be permitted
 */
export function destinationsOf(address: Address): readonly Address[] {
  if (address.kind() === 'ipv4' || OWN_MEANING.some((network) => isIn(address, network))) return [address];
  const embedding = EMBEDDINGS.find(({ network }) => isIn(address, network));
  if (embedding === undefined) return [address];
  const bytes = address.toByteArray();
  return embedding.offsets.map((offset) => {
    const mask = offset === embedding.flippedFrom ? 0xff : 0;
    return new ipaddr.IPv4(bytes.slice(offset, offset + 4).map((byte) => byte ^ mask));
  });
}
