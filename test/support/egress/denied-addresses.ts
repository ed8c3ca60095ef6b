/** Neighbours on the wire, and what hands out the credentials of a machine: closed behind a bastion as well. */
const METADATA_IPV4 = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192'];
const METADATA_IPV6 = ['fd00:ec2::254', 'fd20:ce::254', 'fd00:c1::a9fe:a9fe', 'fd00:42::42', 'fe80::1'];

/** The first and the last of the smaller ranges, something of the others. */
const INTERNAL_IPV4 = [
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.254'],
  ...['172.16.0.1', '172.31.255.254', '192.168.0.1', '192.168.255.254', '100.64.0.1', '100.127.255.254'],
  ...['192.0.0.1', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.19.255.254', '198.51.100.1', '203.0.113.1'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
];
const INTERNAL_IPV6 = [
  ...['::1', '::', 'fc00::1', 'fdff::1', 'fec0::1', 'ff02::1', '100::1', '2001:db8::1', '2001:2::1'],
  ...['64:ff9b:1::1', '3fff::1', '5f00::1', 'febf::1'],
];

const DENIED_IPV4 = [...METADATA_IPV4, ...INTERNAL_IPV4];
const DENIED_IPV6 = [...METADATA_IPV6, ...INTERNAL_IPV6];
export const DENIED = [...DENIED_IPV4, ...DENIED_IPV6];

/** Networks that open all of them; those of metadata services are opened by name alone. */
export const OPENED = [
  ...['0.0.0.0/0', '::/0', '169.254.0.0/16', 'fe80::/10', '100.100.100.200/32', '168.63.129.16/32'],
  ...['192.0.0.192/32', 'fd00:ec2::/32', 'fd20:ce::254/128', 'fd00:c1::a9fe:a9fe/128', 'fd00:42::42/128'],
];

/** The kernel connects to none of these, whoever permits it: multicast, broadcast, link-local without an interface. */
export const UNREACHABLE: ReadonlySet<string> = new Set([
  ...['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1', 'fe80::1', 'febf::1'],
]);

/** Whom others have asked for by these spellings; each of them gets all of them. */
const SPELLED_OUT = [
  ...['127.0.0.1', '0.0.0.0', '10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '198.18.0.1'],
  ...METADATA_IPV4,
];

/** Every host to ask for: each address as it is usually written, many of them in each other way as well. */
export function deniedHosts(): string[] {
  return [
    ...DENIED,
    ...SPELLED_OUT.flatMap((address) => [...numericSpellings(address), ...embeddings(address)]),
    ...DENIED_IPV6.flatMap(ipv6Spellings),
    ...['localhost', 'LOCALHOST', 'localhost.', '0', '127.1', '0x7f.1', '0177.1', '::ffff:127.1'],
  ];
}

/** What stays closed when a bastion resolves the names: these addresses, and the names that vendors gave them. */
export function metadataHosts(): string[] {
  return [
    ...METADATA_IPV4.flatMap((address) => [address, ...numericSpellings(address), ...embeddings(address)]),
    ...METADATA_IPV6.flatMap((address) => [address, ...ipv6Spellings(address)]),
    ...[
      'metadata',
      'metadata.google.internal',
      'Metadata.Google.Internal.',
      'metadata.goog',
      'instance-data.',
    ],
  ];
}

/** As `inet_aton(3)` reads them. */
function numericSpellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (part: number): string => `0x${part.toString(16)}`;
  const octal = (part: number): string => `0${part.toString(8)}`;
  return [
    String(number),
    hex(number),
    hex(number).toUpperCase().replace('0X', '0x'),
    octal(number),
    [a, b, c, d].map(hex).join('.'),
    [a, b, c, d].map(octal).join('.'),
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    `${a}.${number % 2 ** 24}`,
    `${a}.${b}.${number % 2 ** 16}`,
    `${address}.`,
    address.replaceAll('.', '\u3002'),
    address.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ];
}

/** As IPv6 addresses that a gateway or the kernel turns into the IPv4 one. */
function embeddings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const group = (high: number, low: number): string => (high * 256 + low).toString(16);
  const [high, low] = [group(a, b), group(c, d)];
  const [flippedHigh, flippedLow] = [group(255 - a, 255 - b), group(255 - c, 255 - d)];
  return [
    `::ffff:${address}`,
    `::FFFF:${high}:${low}`,
    `0:0:0:0:0:ffff:${high}:${low}`,
    `[::ffff:${address}]`,
    `::ffff:0:${high}:${low}`,
    `::${address}`,
    `64:ff9b::${address}`,
    `64:ff9b::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `2001:0:${high}:${low}::1`,
    `2001:0:808:808::${flippedHigh}:${flippedLow}`,
  ];
}

function ipv6Spellings(address: string): string[] {
  return [address.toUpperCase(), `[${address}]`, `${address}%lo`, `${address}%1`, `${address}%25lo`];
}
