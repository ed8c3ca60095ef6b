import { EgressError, type EgressErrorCode } from './egress-error.js';
import { readHost } from './host.js';

const refusalOf = (text: string): EgressErrorCode | undefined => {
  try {
    readHost(text);
    return undefined;
  } catch (error) {
    if (error instanceof EgressError) return error.code;
    throw error;
  }
};

describe('reading a host', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1.', '127.0.0.1'],
    ['127.1', '127.0.0.1'],
    ['127.0.1', '127.0.0.1'],
    ['0', '0.0.0.0'],
    ['0x', '0.0.0.0'],
    ['2130706433', '127.0.0.1'],
    ['017700000001', '127.0.0.1'],
    ['0x7f000001', '127.0.0.1'],
    ['0X7F000001', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['0177.0.0.1', '127.0.0.1'],
    ['0177.0x0.00.1', '127.0.0.1'],
    ['0251.0376.0251.0376', '169.254.169.254'],
    ['169.254.43518', '169.254.169.254'],
    ['2852039166', '169.254.169.254'],
    ['１２７。０。０。１', '127.0.0.1'],
    ['①②⑦.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['[0:0:0:0:0:0:0:1]', '::1'],
    ['FD00:EC2:0:0::254', 'fd00:ec2::254'],
  ])('takes %s for the address %s', (text, address) => {
    expect(readHost(text)).toEqual({ kind: 'address', text: address });
  });

  it('keeps a mapped address what it is', () => {
    const { kind, text } = readHost('::ffff:127.0.0.1');
    expect([kind, new URL(`http://[${text}]`).hostname]).toEqual(['address', '[::ffff:7f00:1]']);
  });

  it.each([
    ['DB.Example.COM', 'db.example.com'],
    ['db.example.com.', 'db.example.com'],
    ['LocalHost', 'localhost'],
    ['ｌocalhost', 'localhost'],
    ['my_db-1.internal', 'my_db-1.internal'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['1and1.example', '1and1.example'],
    ['1e3', '1e3'],
  ])('takes %s for the name %s', (text, name) => {
    expect(readHost(text)).toEqual({ kind: 'name', text: name });
  });

  it.each(['fe80::1%eth0', '[fe80::1%lo]', '::1%lo', 'fe80::1%25eth0'])('refuses the zone of %s', (text) => {
    expect(refusalOf(text)).toBe('egress_denied');
  });

  it.each([
    '',
    '.',
    '..',
    'a..b',
    '.a',
    '127.0.0.1..',
    '1.2.3.4.5',
    '256.1.1.1',
    '08.1.1.1',
    '4294967296',
    'db.0x1',
    'db.1',
    '[127.0.0.1]',
    '[::1',
    ':::',
    'db.example:5432',
    'db.example\u0000.evil',
    'db example',
    ' 127.0.0.1',
    '127.0.0.1\n',
    '%31%32%37.0.0.1',
    'a@127.0.0.1',
    '127.0.0.1/x',
    '127.0.0.1#x',
    '127.0.0.1\\x',
    'http://127.0.0.1',
    '/var/run/postgresql',
    '℀.example',
    'ⓛocalhost',
    'xn--a',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}`.concat('bcd'),
  ])('finds no host in %j', (text) => {
    expect(refusalOf(text)).toBe('dns_not_found');
  });
});
