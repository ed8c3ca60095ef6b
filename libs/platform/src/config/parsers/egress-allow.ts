import { Expected } from '../config-error.js';
import { network } from './network.js';
import { listItems } from './scalars.js';

/** What a deployment opens beyond the public internet, normalised and free of duplicates. */
export interface EgressAllow {
  /** Networks with their prefix, such as `10.20.0.0/16` or `fd12::/48`. */
  readonly networks: readonly string[];
  /** Lower-case names; one with a leading dot stands for every name beneath it, one without for itself alone. */
  readonly hostSuffixes: readonly string[];
}

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const MAX_NAME_LENGTH = 253;

/**
 * Networks and host suffixes, comma separated. One bad entry refuses the list: half a policy is none.
 *
 * @throws Expected with what the text should have been
 */
export function egressAllow(text: string): EgressAllow {
  const networks = new Set<string>();
  const hostSuffixes = new Set<string>();
  for (const item of listItems(text)) {
    const range = network(item);
    if (range === undefined) hostSuffixes.add(hostSuffix(item));
    else networks.add(range);
  }
  return Object.freeze({
    networks: Object.freeze([...networks]),
    hostSuffixes: Object.freeze([...hostSuffixes]),
  });
}

/** `db.example`, `.example` or `*.example` (RFC 1123 section 2.1 labels; underscores occur in practice). */
function hostSuffix(item: string): string {
  const name = item.toLowerCase().replace(/^\*\./, '.').replace(/\.$/, '');
  const labels = name.replace(/^\./, '').split('.');
  const last = labels.at(-1) ?? '';
  // A last label that reads as a number makes the whole name an IPv4 address in one of its odd spellings.
  const isNumber = /^(?:\d+|0x[0-9a-f]*)$/.test(last);
  if (name.length <= MAX_NAME_LENGTH && !isNumber && labels.every((label) => LABEL.test(label))) return name;
  throw new Expected(
    'a comma-separated list of CIDR networks without bits behind the prefix, and host names, such as 10.0.0.0/8,.db.example',
  );
}
