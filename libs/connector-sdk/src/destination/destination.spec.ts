import { defineConnector } from '../connector/define-connector.js';
import { ServerHost, ServerPort } from '../families/database-server.js';
import { Secret } from '../fields/text-fields.js';
import { TextMap } from '../fields/text-map.js';
import { canonicalJson } from '../json/canonical-json.js';
import type { JsonObject } from '../json/json.js';
import type { Destination } from './destination.js';
import { formatDestination, makeDestination, permitsDestination } from './make-destination.js';

class SamplePayload {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(5432)
  port?: number | string;

  @Secret({ label: 'Licence', characters: 'line' })
  licence?: string;

  @TextMap({ label: 'Properties', default: {}, destination: true })
  properties?: Record<string, string>;
}

const connector = defineConnector({
  type: 'SAMPLE',
  title: 'Sample',
  family: 'jdbc',
  payload: SamplePayload,
  credentials: ['SIMPLE'],
  transports: ['ssh', 'tls', 'kerberos'],
  tlsDefault: 'prefer',
  dbType: null,
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  examples: [{ name: 'Sample', payload: { host: 'h' }, credential: { type: 'NONE', payload: {} } }],
});

const PAYLOAD: JsonObject = { host: 'db.example.com', licence: 'l', properties: { token: 't' } };
const JUMP = { host: 'outer', username: 'u', password: 'p' };
const SSH = { host: 'bastion', username: 'u', password: 'p', private_key: 'k', jump: JUMP };
const KEY_PRINT = `SHA256:${'a'.repeat(43)}`;

/** Which secrets notice that a connection became another one. */
function noticed(
  payload: JsonObject,
  before: JsonObject | null,
  next: JsonObject,
  after: JsonObject | null,
): string[] {
  const stored = connector.secretDestinations(payload, before);
  const now = connector.secretDestinations(
    next,
    after,
    [...stored.keys()].filter((path) => path !== 'credential'),
  );
  return [...stored]
    .filter(([path, destination]) => {
      const there = now.get(path);
      return !there || !permitsDestination(formatDestination(destination), there);
    })
    .map(([path]) => path);
}

const OF_PAYLOAD = ['credential', 'payload.licence', 'payload.properties.token'];
const OF_SSH = ['transport.ssh.password', 'transport.ssh.private_key'];
const OF_JUMP = ['transport.ssh.jump.password'];
const OF_TLS = ['transport.tls.key'];

describe('a changed payload', () => {
  it.each([
    ['another host', { host: 'other.example.com' }],
    ['another port', { port: 5433 }],
    ['an open property more', { properties: { token: 't', proxyHost: 'evil' } }],
  ])('is noticed by what travels to the source: %s', (_what, change) => {
    const transport = { ssh: SSH, tls: { cert: 'c', key: 'k' } };
    const next = { ...PAYLOAD, ...change };
    expect(noticed(PAYLOAD, transport, next, transport).sort()).toEqual([...OF_PAYLOAD, ...OF_TLS].sort());
  });

  it.each([
    ['other case and a dot', { host: 'DB.Example.com.' }],
    ['the default port', { port: 5432 }],
    ['the default port as text', { port: '5432' }],
    ['another secret', { licence: 'other', properties: { token: 'x', password: 'y' } }],
  ])('is no other destination: %s', (_what, change) => {
    expect(noticed(PAYLOAD, null, { ...PAYLOAD, ...change }, null)).toEqual([]);
  });

  it('is another destination for every spelling that is another address', () => {
    expect(noticed({ host: '127.0.0.1' }, null, { host: '0x7f.1' }, null)).toEqual([]);
    expect(noticed({ host: '127.0.0.1' }, null, { host: '127.0.0.2' }, null)).toEqual(['credential']);
  });
});

describe('a changed way', () => {
  const without = { ssh: { ...SSH, jump: undefined } } as unknown as JsonObject;
  const cases: [what: string, before: JsonObject | null, after: JsonObject | null, noticed: string[]][] = [
    ['no way, or an empty one', null, { tls: {} }, []],
    ['an SSH server in between', null, { ssh: SSH }, OF_PAYLOAD],
    ['another SSH server', { ssh: SSH }, { ssh: { ...SSH, host: 'evil' } }, [...OF_PAYLOAD, ...OF_SSH]],
    ['another SSH port', { ssh: SSH }, { ssh: { ...SSH, port: 2222 } }, [...OF_PAYLOAD, ...OF_SSH]],
    ['the default SSH port', { ssh: SSH }, { ssh: { ...SSH, port: '22' } }, []],
    [
      'another pinned key',
      { ssh: SSH },
      { ssh: { ...SSH, host_key: KEY_PRINT } },
      [...OF_PAYLOAD, ...OF_SSH],
    ],
    ['another SSH user', { ssh: SSH }, { ssh: { ...SSH, username: 'x' } }, []],
    [
      'another jump host',
      { ssh: SSH },
      { ssh: { ...SSH, jump: { ...JUMP, host: 'evil' } } },
      [...OF_PAYLOAD, ...OF_SSH, ...OF_JUMP],
    ],
    ['a new jump host', without, { ssh: SSH }, [...OF_PAYLOAD, ...OF_SSH]],
    ['a stricter mode', { tls: { mode: 'require' } }, { tls: { mode: 'verify-full' } }, []],
    ['a laxer mode', { tls: { mode: 'require' } }, { tls: { mode: 'prefer' } }, OF_PAYLOAD],
    ['a laxer mode by leaving it out', { tls: { mode: 'require' } }, null, OF_PAYLOAD],
    ['the default mode', null, { tls: { mode: 'prefer' } }, []],
    ['no TLS at all', null, { tls: { mode: 'disable' } }, OF_PAYLOAD],
    ['other authorities', null, { tls: { ca: 'PEM' } }, OF_PAYLOAD],
    ['another server name', null, { tls: { server_name: 'evil.example.com' } }, OF_PAYLOAD],
    ['the host as server name', null, { tls: { server_name: 'DB.example.com' } }, []],
    ['another KDC', { kerberos: { kdc: 'a' } }, { kerberos: { kdc: 'b' } }, OF_PAYLOAD],
    ['the default KDC port', { kerberos: { kdc: 'a' } }, { kerberos: { kdc: 'A:88' } }, []],
    ['another realm', { kerberos: { kdc: 'a' } }, { kerberos: { kdc: 'a', realm: 'X' } }, []],
  ];

  it.each(cases)('%s', (_what, before, after, expected) => {
    expect(noticed(PAYLOAD, before, PAYLOAD, after).sort()).toEqual([...expected].sort());
  });

  it('has no place for the secrets of a hop or block that is gone', () => {
    const full = { ssh: SSH, tls: { cert: 'c', key: 'k' } };
    const paths = [...OF_SSH, ...OF_JUMP, ...OF_TLS];
    const left = connector.secretDestinations(PAYLOAD, { ssh: { ...SSH, jump: null } }, paths);
    expect(paths.filter((path) => left.has(path))).toEqual(OF_SSH);
    expect([...connector.secretDestinations(PAYLOAD, full).keys()]).toEqual(expect.arrayContaining(paths));
  });
});

describe('a destination', () => {
  it('holds no secret', () => {
    const destinations = connector.secretDestinations(
      { host: 'h', licence: 'c4n4ry', properties: { password: 'c4n4ry', size: '1' } },
      { ssh: { host: 'b', username: 'u', password: 'c4n4ry' }, tls: { ca: 'PEM', cert: 'c', key: 'c4n4ry' } },
    );
    expect(JSON.stringify([...destinations])).not.toContain('c4n4ry');
    expect(destinations.get('credential')?.fields).toMatchObject({ payload: { host: 'h', port: 5432 } });
  });

  it('is stored as its fingerprint and rank', () => {
    const destination = makeDestination({ b: 1, a: { d: [1, 'x'], c: null } }, 3);
    expect(formatDestination(destination)).toMatch(/^[0-9a-f]{64}\.3$/);
    expect(makeDestination({ a: { c: null, d: [1, 'x'] }, b: 1 }, 3)).toEqual(destination);
  });

  it.each([
    '',
    '3',
    `${'0'.repeat(64)}`,
    `${'0'.repeat(64)}.`,
    `${'0'.repeat(64)}.5`,
    `${'0'.repeat(64)}.-1`,
  ])('permits nothing when what was stored is %j', (stored) => {
    const next: Destination = { fingerprint: '0'.repeat(64), tlsRank: 4, fields: {} };
    expect(permitsDestination(`${'0'.repeat(64)}.4`, next)).toBe(true);
    expect(permitsDestination(stored, next)).toBe(false);
  });

  it('has one canonical text', () => {
    expect(canonicalJson({ b: [true, null, 'é"'], a: { z: 1.5, y: {} } })).toBe(
      '{"a":{"y":{},"z":1.5},"b":[true,null,"é\\""]}',
    );
  });
});
