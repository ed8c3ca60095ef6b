import { BlockList, isIP, isIPv4 } from 'node:net';
import { Expected } from '../config-error.js';
import { listItems } from './scalars.js';

const mappedIpv4 = new BlockList();
mappedIpv4.addSubnet('::ffff:0:0', 96, 'ipv6');

const EXPECTED_NETWORKS =
  'a comma-separated list of IP addresses and CIDR networks without bits behind the prefix, such as 10.0.0.0/8';

/**
 * A network in CIDR notation (RFC 4632, RFC 4291 section 2.3), or a single address, which becomes /32 or /128.
 *
 * Bits behind the prefix are refused: `10.0.0.1/8` opens sixteen million addresses where one was perhaps meant.
 * So are mapped addresses (`::ffff:10.0.0.0/104`): addresses are compared in their IPv4 form.
 *
 * @returns the network as text with its prefix, or undefined when the text is none
 */
export function network(text: string): string | undefined {
  const [, address = '', prefixText] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return undefined;
  const width = version === 4 ? 32 : 128;
  const prefix = prefixText === undefined ? width : Number(prefixText);
  if (prefix > width || (version === 6 && mappedIpv4.check(address, 'ipv6'))) return undefined;
  return bitsOf(address).slice(prefix).includes('1') ? undefined : `${address.toLowerCase()}/${prefix}`;
}

/** A list of networks, comma separated. */
export function networks(text: string): readonly string[] {
  return Object.freeze(
    listItems(text).map((item) => {
      const found = network(item);
      if (found === undefined) throw new Expected(EXPECTED_NETWORKS);
      return found;
    }),
  );
}

function bitsOf(address: string): string {
  if (isIPv4(address))
    return address
      .split('.')
      .map((byte) => bits(Number(byte), 8))
      .join('');
  // The URL parser writes an IPv6 address in its canonical form, without dotted decimals (RFC 5952).
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => bits(parseInt(group, 16), 16)).join('');
}

function bits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}
