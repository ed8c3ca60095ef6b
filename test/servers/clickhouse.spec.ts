import { open } from '../../libs/connectors/src/clickhouse/open.js';
import { createAuthority, type KeyAndCertificate, type TestAuthority } from '../support/certificates.js';
import { collect, withSession } from '../support/open-session.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';
import { type ClickHouse, type ClickHouseUser, startClickHouse } from '../support/servers/clickhouse.js';

const PASSWORD = 'pass word:%2F!';
const USERS: readonly ClickHouseUser[] = [
  { name: 'reader', password: PASSWORD },
  { name: 'timid', password: PASSWORD, readonly: 1 },
  { name: 'fenced', password: PASSWORD, databases: ['fenced_in'] },
  { name: 'outsider', password: PASSWORD, network: '192.0.2.1' },
];
const SETUP = [
  'create database shop',
  'create database empty',
  'create table shop.items (id UInt64, name Nullable(String), price Decimal(10, 2)) engine = Memory',
  'create view shop.cheap as select id from shop.items where price < 10',
  'create materialized view shop.counted engine = Memory as select count() as n from shop.items',
];

const login = (username: string, password = PASSWORD) => ({
  type: 'SIMPLE',
  payload: { username, password },
});

describe('CLICKHOUSE', () => {
  let prober: TestProber;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let server: ClickHouse;

  const start = async (certificate: KeyAndCertificate, clientCertificate = false): Promise<ClickHouse> => {
    const started = await startClickHouse(USERS, { ...certificate, ca: authority.ca, clientCertificate });
    for (const statement of SETUP) await started.run(statement);
    return started;
  };

  beforeAll(async () => {
    prober = startTestProber();
    [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
    server = await start(await authority.issue('db.example.test'));
  }, 90_000);
  afterAll(async () => {
    await prober.close();
    await server?.close();
    await Promise.all([authority?.close(), stranger?.close()]);
  });

  const http = (more: Record<string, string> = {}) => ({
    host: '127.0.0.1',
    port: server.httpPort,
    scheme: 'http',
    database: 'shop',
    ...more,
  });
  const https = (port = server.httpsPort) => ({ host: '127.0.0.1', port, scheme: 'https', database: 'shop' });
  const probe = (given: Partial<ProbeCase>) =>
    prober.probe('CLICKHOUSE', { payload: http(), credential: login('reader'), ...given });
  const tls = (mode: string, more: Record<string, string> = {}) => ({
    payload: https(),
    tlsMode: mode as NonNullable<ProbeCase['tlsMode']>,
    transport: { tls: { mode, ca: authority.ca, server_name: 'db.example.test', ...more } },
  });

  describe('a login', () => {
    it('passes every step over HTTP, and warns that everybody can read it', async () => {
      const outcome = await probe({});
      expect(failureOf(outcome)).toBeUndefined();
      expect(outcome.server).toEqual({ product: 'ClickHouse', version: expect.stringMatching(/^\d+\.\d+/) });
      expect(warningsOf(outcome)).toEqual(['tls_not_used']);
    });

    it.each(['timid', 'fenced'])('passes for a user with few rights: %s', async (user) => {
      const database = user === 'fenced' ? 'fenced_in' : 'shop';
      if (user === 'fenced') await server.run('create database fenced_in');
      const outcome = await probe({ credential: login(user), payload: http({ database }) });
      expect(failureOf(outcome)).toBeUndefined();
    });

    it.each([
      ['a wrong password', 'reader', 'no', 'authenticate: auth_failed'],
      ['an unknown user', 'stranger', PASSWORD, 'authenticate: auth_failed'],
      ['a user of another address', 'outsider', PASSWORD, 'authenticate: auth_failed'],
      ['a user without the database', 'fenced', PASSWORD, 'database: permission_denied'],
    ])('is refused for %s', async (_, username, password, failure) => {
      expect(failureOf(await probe({ credential: login(username, password) }))).toBe(failure);
    });

    it('is refused for an unknown database, after the user was known', async () => {
      const outcome = await probe({ payload: http({ database: "no'where" }) });
      expect(failureOf(outcome)).toBe('database: database_not_found');
      expect(outcome.steps.find(({ step }) => step === 'authenticate')?.status).toBe('ok');
    });

    it('warns when nothing can be seen', async () => {
      const outcome = await probe({ payload: http({ database: 'empty' }) });
      expect(outcome.ok).toBe(true);
      expect(warningsOf(outcome)).toContain('nothing_visible');
    });
  });

  describe('what a session lists', () => {
    const withReader = <Result>(use: Parameters<typeof withSession<Result>>[2]) =>
      withSession(open, { payload: http(), credential: login('reader') }, use);

    it('are tables and views of the database, in order and no more than asked', async () => {
      await withReader(async (session) => {
        const all = await collect(session.tables!({ limit: 10 }));
        expect(all).toEqual([
          { catalog: null, schema: 'shop', name: 'cheap', kind: 'view' },
          { catalog: null, schema: 'shop', name: 'counted', kind: 'materialized_view' },
          { catalog: null, schema: 'shop', name: 'items', kind: 'table' },
        ]);
        expect(await collect(session.tables!({ limit: 1 }))).toEqual(all.slice(0, 1));
        expect(await collect(session.tables!({ schema: "' or 1 = 1 --", limit: 9 }))).toEqual([]);
      });
    });

    it('are the columns of a table', async () => {
      const columns = await withReader((session) =>
        session.describe!({ catalog: null, schema: 'shop', name: 'items' }),
      );
      expect(columns).toEqual([
        { name: 'id', type: 'UInt64', nullable: false },
        { name: 'name', type: 'Nullable(String)', nullable: true },
        { name: 'price', type: 'Decimal(10, 2)', nullable: false },
      ]);
    });
  });

  describe('TLS', () => {
    it('is verified against authority and name', async () => {
      const outcome = await probe(tls('verify-full'));
      expect(failureOf(outcome)).toBeUndefined();
      expect(warningsOf(outcome)).toEqual([]);
    });

    it.each([
      [
        'another name',
        tlsCase('verify-full', { server_name: 'other.example.test' }),
        'tls: tls_name_mismatch',
      ],
      [
        'the address, which is not in it',
        tlsCase('verify-full', { server_name: '127.0.0.1' }),
        'tls: tls_name_mismatch',
      ],
    ])('is refused for %s', async (_, { mode, more }, failure) => {
      expect(failureOf(await probe(tls(mode, more)))).toBe(failure);
    });

    it('does not look at the name with verify-ca', async () => {
      expect((await probe(tls('verify-ca', { server_name: 'other.example.test' }))).ok).toBe(true);
    });

    it.each(['verify-full', 'verify-ca', 'require'])('is refused for another authority: %s', async (mode) => {
      expect(failureOf(await probe(tls(mode, { ca: stranger.ca })))).toBe('tls: tls_untrusted');
    });

    it('is not verified unless that is wanted, and says so', async () => {
      const outcome = await probe({ payload: https(), tlsMode: 'prefer' });
      expect(outcome.ok).toBe(true);
      expect(warningsOf(outcome)).toEqual(['tls_not_verified']);
    });

    it('tells a wrong password from a wrong certificate', async () => {
      const outcome = await probe({ ...tls('verify-full'), credential: login('reader', 'no') });
      expect(failureOf(outcome)).toBe('authenticate: auth_failed');
      expect(outcome.steps.find(({ step }) => step === 'tls')?.status).toBe('ok');
    });

    it('is missed on a port that speaks plain HTTP', async () => {
      const payload = https(server.httpPort);
      // The server waits for the end of a line, which the random bytes of a greeting may hold or not.
      expect(['tls: tls_not_supported', 'tls: timeout']).toContain(
        failureOf(await probe({ ...tls('verify-full'), payload })),
      );
    });

    it('keeps the password back when it is required and the scheme is http', async () => {
      const refused = await probe({ tlsMode: 'require' });
      expect(failureOf(refused)).toBe('tls: tls_not_supported');
      expect(refused.steps.find(({ step }) => step === 'connect')?.status).toBe('skipped');
    });

    it('is expected by a port that gets plain HTTP', async () => {
      const payload = { ...https(), scheme: 'http' };
      expect(failureOf(await probe({ payload }))).toMatch(/: (?:connection_closed|tls_required)$/);
    });

    it('shows a certificate of the client where the server needs one', async () => {
      const strict = await start(await authority.issue('db.example.test'), true);
      try {
        const given = { ...tls('verify-full'), payload: https(strict.httpsPort) };
        expect(failureOf(await probe(given))).toMatch(
          /: (?:tls_client_certificate_required|connection_closed)$/,
        );
        const own = await authority.issue('reader');
        const shown = { ...tls('verify-full', { ...own }), payload: https(strict.httpsPort) };
        expect(failureOf(await probe(shown))).toBeUndefined();
      } finally {
        await strict.close();
      }
    }, 60_000);
  });
});

function tlsCase(mode: string, more: Record<string, string>) {
  return { mode, more };
}
