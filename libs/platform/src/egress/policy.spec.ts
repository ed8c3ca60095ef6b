import { networkInterfaces } from 'node:os';
import { EgressPolicy, type EgressRules } from './policy.js';

const policy = (
  allow: Partial<EgressRules['allow']> = {},
  rest: Partial<Omit<EgressRules, 'allow'>> = {},
): EgressPolicy => new EgressPolicy({ allow: { networks: [], hosts: [], ...allow }, own: [], ...rest });

/** Whether the policy permits the address, asked for as itself. */
const permits = (rules: EgressPolicy, address: string, port = 443): boolean =>
  rules.permits(address, address, port);

/** Not public, yet neither a metadata service nor link-local. */
const INTERNAL = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.0',
  '10.255.255.255',
  '100.64.0.0',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '172.16.0.0',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.0.255',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.0',
  '192.168.255.255',
  '198.18.0.0',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:0:10.0.0.1',
  '::10.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001:2::1',
  '2001:10::1',
  '2001:db8::1',
  '2002:a00:1::1',
  '2002:7f00:1::',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fdff:ffff::1',
  'fec0::1',
  'ff02::1',
  'ff0e::1',
];

const METADATA_AND_LINK_LOCAL = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fe80::1',
  'febf::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::169.254.169.254',
  '64:ff9b::169.254.169.254',
  '2002:a9fe:a9fe::1',
  // Teredo: the server is 169.254.169.254; the client is.
  '2001:0:a9fe:a9fe::f7f7:f7f7',
  '2001:0:808:808::5601:5601',
];

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.1',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2002:808:808::1',
];

describe('an egress policy that opens nothing', () => {
  const closed = policy();

  it.each(INTERNAL)('closes %s', (address) => expect(permits(closed, address)).toBe(false));
  it.each(METADATA_AND_LINK_LOCAL)('closes %s', (address) => expect(permits(closed, address)).toBe(false));
  it.each(PUBLIC)('leaves %s open', (address) => expect(permits(closed, address)).toBe(true));

  it.each(['', 'db.example', '127.1', '[::1]', 'fe80::1%eth0', '8.8.8.8/32', '8.8.8.8 '])(
    'permits nothing that is not an address: %j',
    (text) => expect(permits(closed, text)).toBe(false),
  );
});

describe('an allowed network', () => {
  it('opens its addresses, in each of their spellings, and no others', () => {
    const open = policy({ networks: ['10.1.0.0/16', 'fd12:3456::/32', '127.0.0.1/32'] });
    for (const address of ['10.1.0.1', '10.1.255.255', '::ffff:10.1.0.1', '64:ff9b::10.1.0.1', '127.0.0.1'])
      expect(permits(open, address)).toBe(true);
    expect(permits(open, 'fd12:3456:789a::1')).toBe(true);
    for (const address of ['10.2.0.1', '10.0.255.255', '127.0.0.2', '::1', '0.0.0.0', 'fd12:3457::1'])
      expect(permits(open, address)).toBe(false);
  });

  it('opens loopback only where it names it', () => {
    expect(permits(policy({ networks: ['::1/128'] }), '::1')).toBe(true);
    expect(permits(policy({ networks: ['::1/128'] }), '127.0.0.1')).toBe(false);
    expect(permits(policy({ networks: ['0.0.0.0/32'] }), '0.0.0.0')).toBe(true);
  });

  it.each(METADATA_AND_LINK_LOCAL)('does not open %s by the way', (address) => {
    expect(permits(policy({ networks: ['0.0.0.0/0', '::/0', '100.64.0.0/10', 'fd00::/8'] }), address)).toBe(
      false,
    );
  });

  it.each([
    ['169.254.169.254/32', '169.254.169.254'],
    ['169.254.0.0/16', '169.254.1.1'],
    ['100.100.100.200/32', '100.100.100.200'],
    ['fd00:ec2::254/128', 'fd00:ec2::254'],
    ['fe80::/10', 'fe80::1'],
  ])('opens metadata services and neighbours when it is %s', (network, address) => {
    expect(permits(policy({ networks: [network] }), address)).toBe(true);
    expect(permits(policy({ networks: [network] }), '169.254.169.253')).toBe(network.endsWith('/16'));
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10/8', 'fd00::/129', 'db.example/8', '', '10.0.0.0/-1'])(
    'that is %j makes no policy',
    (network) => expect(() => policy({ networks: [network] })).toThrow(TypeError),
  );
});

describe('an allowed host', () => {
  const open = policy({ hosts: ['db.internal', '.corp.example', '10.9.9.9'] });

  it.each(['db.internal', 'a.corp.example', 'a.b.corp.example'])('opens what %s resolves to', (host) => {
    for (const address of ['10.0.0.1', '127.0.0.1', 'fd12::1', '::ffff:192.168.0.1', '8.8.8.8'])
      expect(open.permits(address, host, 5432)).toBe(true);
  });

  it.each(['corp.example', 'evilcorp.example', 'a.db.internal', 'db.internal.evil', 'corp.example.evil'])(
    'does not open %s',
    (host) => {
      expect(open.permits('10.0.0.1', host, 5432)).toBe(false);
      expect(open.permits('8.8.8.8', host, 5432)).toBe(true);
    },
  );

  it.each(METADATA_AND_LINK_LOCAL)('does not open %s', (address) => {
    expect(open.permits(address, 'db.internal', 80)).toBe(false);
  });

  it('may be an address', () => {
    expect(permits(open, '10.9.9.9')).toBe(true);
    expect(permits(open, '10.9.9.8')).toBe(false);
  });

  it.each(['', '.', '*.example', '.10.0.0.1', 'a b', 'http://db', 'db:5432'])(
    'that is %j makes no policy',
    (host) => expect(() => policy({ hosts: [host] })).toThrow(),
  );
});

describe('the own infrastructure', () => {
  const everything = { networks: ['0.0.0.0/0', '::/0'], hosts: ['.example', 'localhost'] };

  it('stays closed whatever is allowed, at its port', () => {
    const open = policy(everything, { own: [{ host: '10.0.0.5', port: 5432 }, { host: 'fd12::5' }] });
    for (const address of ['10.0.0.5', '::ffff:10.0.0.5', '64:ff9b::10.0.0.5', '2002:a00:5::1'])
      expect(open.permits(address, 'db.example', 5432)).toBe(false);
    expect(permits(open, 'fd12::5', 1)).toBe(false);
    expect(permits(open, '10.0.0.5', 5433)).toBe(true);
    expect(permits(open, '10.0.0.6', 5432)).toBe(true);
  });

  it('is known by its name as well, however it is written', () => {
    const open = policy(everything, { own: [{ host: 'DB.Example.', port: 5432 }] });
    expect(open.permits('8.8.8.8', 'db.example', 5432)).toBe(false);
    expect(open.permits('8.8.8.8', 'db.example', 5433)).toBe(true);
    expect(open.permits('8.8.8.8', 'other.example', 5432)).toBe(true);
  });

  it.each(['127.0.0.1', 'localhost', '0.0.0.0', '::', '::1'])(
    'closes the port at each address of this machine when it listens at %s',
    (host) => {
      const open = policy(everything, { own: [{ host, port: 5432 }] });
      const addresses = Object.values(networkInterfaces())
        .flatMap((each) => each ?? [])
        .map(({ address }) => address)
        .filter((address) => !address.includes('%') && !address.startsWith('fe80'));
      expect(addresses).not.toHaveLength(0);
      for (const address of [...addresses, '127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::ffff:127.0.0.1']) {
        expect(permits(open, address, 5432)).toBe(false);
        expect(permits(open, address, 5433)).toBe(true);
      }
      expect(permits(open, '10.255.254.253', 5432)).toBe(true);
    },
  );

  it('is not taken for closed while the port is unknown, unless it is closed at every port', () => {
    const open = policy(everything, { own: [{ host: '10.0.0.5', port: 5432 }, { host: '10.0.0.6' }] });
    expect(open.permits('10.0.0.5', '10.0.0.5', null)).toBe(true);
    expect(open.permits('10.0.0.6', '10.0.0.6', null)).toBe(false);
  });

  it('may be a unix socket, which no policy ever opens', () => {
    expect(permits(policy({}, { own: [{ host: '/var/run/postgresql' }] }), '8.8.8.8')).toBe(true);
  });
});

describe('behind a bastion', () => {
  const behind = policy(
    {},
    {
      own: [
        { host: '10.0.0.5', port: 5432 },
        { host: 'own.example', port: 5432 },
      ],
    },
  ).behindBastion();

  it.each(INTERNAL)('opens %s', (address) => expect(permits(behind, address)).toBe(true));
  it.each(METADATA_AND_LINK_LOCAL)('closes %s', (address) => expect(permits(behind, address)).toBe(false));

  it('closes the own infrastructure', () => {
    expect(permits(behind, '10.0.0.5', 5432)).toBe(false);
    expect(permits(behind, '::ffff:10.0.0.5', 5432)).toBe(false);
    expect(behind.permitsUnresolved('own.example', 5432)).toBe(false);
    expect(behind.permitsUnresolved('own.example', 5433)).toBe(true);
  });

  it('closes the names of metadata services, which are resolved at the other end', () => {
    expect(behind.permitsUnresolved('metadata.google.internal', 80)).toBe(false);
    expect(behind.permitsUnresolved('db.internal', 80)).toBe(true);
  });

  it('is the same policy when it is asked for twice', () => expect(behind.behindBastion()).toBe(behind));
});
