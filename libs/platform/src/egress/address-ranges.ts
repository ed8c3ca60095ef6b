import { type Address, isIn, isInAny, type Network, parseNetwork } from './address.js';

const parse = (...networks: string[]): readonly Network[] => networks.map(parseNetwork);

/**
 * Hands out credentials of the machine, or is a neighbour on the wire. Stays closed to allowed names and
 * behind a bastion, and is opened only by a network that lies within it.
 */
const METADATA_AND_LINK_LOCAL = parse(
  // Link-local, RFC 3927, with the metadata services of AWS, Azure, Google, Oracle, OpenStack, Tencent, Scaleway.
  '169.254.0.0/16',
  'fe80::/10',
  // Alibaba Cloud.
  '100.100.100.200/32',
  // The Azure platform channel (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
  '168.63.129.16/32',
  // Oracle Cloud Infrastructure Classic.
  '192.0.0.192/32',
  // AWS: metadata, DNS, time, EKS pod identity (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html).
  'fd00:ec2::/32',
  // Google Cloud, Oracle Cloud, Scaleway.
  'fd20:ce::254/128',
  'fd00:c1::a9fe:a9fe/128',
  'fd00:42::42/128',
);

/** Not a destination on the public internet (RFC 6890 and the IANA registries of special-purpose addresses). */
const INTERNAL = parse(
  // This network, private use, shared address space, loopback: RFC 791, 1918, 6598, 1122.
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  // IETF protocol assignments, documentation, 6to4 relays, AS112, benchmarking: RFC 6890, 5737, 7526, 7535, 2544.
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '192.88.99.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.175.48.0/24',
  '198.18.0.0/15',
  // Multicast; reserved, with limited broadcast: RFC 5771, 1112, 919.
  '224.0.0.0/4',
  '240.0.0.0/4',
  // IETF protocol assignments and documentation within the global unicast space: RFC 2928, 3849, 9637.
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
);

/** The only IPv6 space that IANA hands out (RFC 3513 section 2.5.4); everything outside is special or unassigned. */
const GLOBAL_UNICAST = parseNetwork('2000::/3');

/** How far an address is open by default. */
export type Reach = 'public' | 'internal' | 'metadata_or_link_local';

/** The reach of an address that embeds no other. */
export function reachOf(address: Address): Reach {
  if (isInAny(address, METADATA_AND_LINK_LOCAL)) return 'metadata_or_link_local';
  if (isInAny(address, INTERNAL)) return 'internal';
  return address.kind() === 'ipv4' || isIn(address, GLOBAL_UNICAST) ? 'public' : 'internal';
}

/** Whether the network lies within the ranges that must be opened by name. */
export function namesMetadataOrLinkLocal([base, bits]: Network): boolean {
  return METADATA_AND_LINK_LOCAL.some((range) => isIn(base, range) && bits >= range[1]);
}

/**
 * Names of metadata services, for where another machine resolves them: Google
 * (https://cloud.google.com/compute/docs/metadata/querying-metadata), AWS, Tencent Cloud.
 */
export const METADATA_NAMES: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
]);
