import { isIPv4, isIPv6 } from 'node:net';

import fc from 'fast-check';

import { canonicalAuthority, canonicalHost, HOST } from './host.js';

const pattern = new RegExp(HOST.pattern, 'u');
const accepts = (host: string): boolean => host.length <= HOST.max && pattern.test(host);

describe('a host', () => {
  it.each([
    'localhost',
    'db',
    'my_db',
    'db.example.com',
    'DB.Example.COM',
    'db.example.com.',
    'xn--bcher-kva.example',
    '1host.example',
    '127.0.0.1',
    '0177.0.0.1',
    '0x7f.1',
    '2130706433',
    '0',
    '::1',
    '::',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    `${'a'.repeat(63)}.example`,
  ])('may be %s', (host) => expect(accepts(host)).toBe(true));

  it.each([
    '',
    ' ',
    'a b',
    'db.example.com ',
    '/var/run/postgresql',
    'a/b',
    '\\\\server\\pipe',
    'socket:/tmp/x',
    'user@host',
    'host:5432',
    'host:',
    'https://host',
    '[::1]',
    '[::1]:5432',
    'fe80::1%eth0',
    '1.2.3.256',
    '999.1.1.1',
    '256.256.256.256.',
    ':::',
    '1::2::3',
    'a..b',
    '.a',
    '-a.example',
    'a-.example',
    'a,b',
    'a?b',
    'a#b',
    'a%2eb',
    'a\u0000b',
    'a\nb',
    'bücher.example',
    'ｈost',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}`,
  ])('may not be %j', (host) => expect(accepts(host)).toBe(false));

  it('is an address wherever node:net sees one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), fc.ipV4(), looseAddress()), (text) =>
        text.includes(':') ? accepts(text) === isIPv6(text) : accepts(text) || !isIPv4(text),
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['DB.Example.COM.', 'db.example.com'],
    ['0177.0.0.1', '127.0.0.1'],
    ['0x7F.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['FD00:EC2::0254', 'fd00:ec2::254'],
    ['[::1]', '::1'],
    ['my_db', 'my_db'],
  ])('%s is %s', (given, canonical) => expect(canonicalHost(given)).toBe(canonical));

  it.each([
    ['KDC.Example.com', 'kdc.example.com:88'],
    ['kdc.example.com:750', 'kdc.example.com:750'],
    ['[0::1]', '[::1]:88'],
    ['[0::1]:750', '[::1]:750'],
  ])('with a port, %s is %s', (given, canonical) => expect(canonicalAuthority(given, 88)).toBe(canonical));

  it('stays what it is when it is canonical, and total over whatever passes', () => {
    const name = fc.stringMatching(
      /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,5}[A-Za-z0-9_])?(\.[A-Za-z0-9_]{1,4}){0,3}\.?$/,
    );
    fc.assert(
      fc.property(fc.oneof(name.filter(accepts), fc.ipV4(), fc.ipV6()), (host) => {
        const once = canonicalHost(host);
        expect(canonicalHost(once)).toBe(once);
        expect(canonicalHost(host.toUpperCase())).toBe(once);
      }),
    );
  });
});

function looseAddress(): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(':', '::', 'f', '0', '1234', '12345', '1.2.3.4', '.', '256'), { maxLength: 16 })
    .map((parts) => parts.join(''));
}
