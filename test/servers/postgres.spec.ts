import { open } from '../../libs/connectors/src/postgres/open.js';
import { createAuthority, type KeyAndCertificate, type TestAuthority } from '../support/certificates.js';
import { collect, withSession } from '../support/open-session.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';
import { type Postgres, type PostgresVersion, startPostgres } from '../support/servers/postgres.js';

const PASSWORD = 'pa$$ "word\' ü';
const SETUP = `
  create role reader login password ${quoted(PASSWORD)}; create role nobody login password 'x';
  create role picky login password 'x'; create role outsider login password 'x';
  create role certified login; create role twofold login password 'x'; create role stranger login;
  create role expired login password 'x' valid until '2001-01-01'; create role locked password 'x';
  create role limited login password 'x' connection limit 0;
  create role cleartext login password 'x'; create role free login;
  set password_encryption = 'md5'; create role elder login password ${quoted(PASSWORD)};
`;
const DATABASES = [
  'create database shop',
  'create database empty',
  'create database closed allow_connections off',
];
const TABLES = `
  revoke connect on database shop from public;
  grant connect on database shop to reader, elder, picky, certified, twofold, cleartext, free;
  create table items (id bigint primary key, name varchar(40), price numeric(10, 2) not null);
  create view cheap as select id from items where price < 10;
  create materialized view totals as select count(*) as items from items;
  create table hidden (id int);
  create schema sales; create table sales.orders (id int, at date) partition by range (at);
  create table sales.orders_2024 partition of sales.orders for values from ('2024-01-01') to ('2025-01-01');
  grant usage on schema sales to reader;
  grant select on items, cheap, totals, sales.orders, sales.orders_2024 to reader, elder;
`;
const LOGINS = [
  'host all elder 127.0.0.1/32 md5',
  'host all cleartext 127.0.0.1/32 password',
  'host all free 127.0.0.1/32 trust',
  'host all outsider 192.0.2.1/32 scram-sha-256',
  'hostssl all picky 127.0.0.1/32 scram-sha-256',
  'hostssl all certified,stranger 127.0.0.1/32 cert',
  'hostssl all twofold 127.0.0.1/32 scram-sha-256 clientcert=verify-ca',
  'host all reader,nobody,expired,locked,limited,unknown 127.0.0.1/32 scram-sha-256',
];

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const login = (username: string, password = 'x') => ({ type: 'SIMPLE', payload: { username, password } });

describe.each<PostgresVersion>([15, 18])('POSTGRES, against PostgreSQL %i', (version) => {
  let prober: TestProber;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let certificate: KeyAndCertificate;
  let server: Postgres;

  beforeAll(async () => {
    prober = startTestProber();
    [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
    certificate = await authority.issue('db.example.test');
    server = await startPostgres({ version, logins: LOGINS, tls: { ...certificate, ca: authority.ca } });
    await server.run(SETUP);
    for (const statement of DATABASES) await server.run(statement);
    await server.run(TABLES, 'shop');
  }, 60_000);
  afterAll(async () => {
    await prober.close();
    await server?.close();
    await Promise.all([authority?.close(), stranger?.close()]);
  });

  const payload = (more: Record<string, string> = {}) => ({
    host: '127.0.0.1',
    port: server.port,
    database: 'shop',
    ...more,
  });
  const probe = (given: Partial<ProbeCase>) =>
    prober.probe('POSTGRES', { payload: payload(), credential: login('reader', PASSWORD), ...given });
  const tls = (mode: NonNullable<ProbeCase['tlsMode']>, more: Record<string, string> = {}) => ({
    tlsMode: mode,
    transport: { tls: { mode, ca: authority.ca, server_name: 'db.example.test', ...more } },
  });
  const stepOf = (outcome: Awaited<ReturnType<typeof probe>>, name: string) =>
    outcome.steps.find(({ step }) => step === name);

  describe('a login', () => {
    it('passes every step, and warns of what nobody checked', async () => {
      const outcome = await probe({});
      expect(failureOf(outcome)).toBeUndefined();
      expect(outcome.server?.product).toBe('PostgreSQL');
      expect(outcome.server?.version).toMatch(new RegExp(`^${version}\\.\\d+$`));
      expect(warningsOf(outcome)).toEqual(['tls_not_verified']);
    });

    it.each([
      ['SCRAM', 'reader', PASSWORD],
      ['MD5', 'elder', PASSWORD],
      ['clear text', 'cleartext', 'x'],
      ['trust', 'free', 'whatever'],
    ])('may be by %s', async (_, username, password) => {
      const outcome = await probe({ credential: login(username, password) });
      expect(failureOf(outcome)).toBeUndefined();
    });

    it.each([
      ['a wrong password (SCRAM)', 'reader', 'no', 'authenticate: auth_failed'],
      ['a wrong password (MD5)', 'elder', 'no', 'authenticate: auth_failed'],
      ['a wrong password (clear text)', 'cleartext', 'no', 'authenticate: auth_failed'],
      ['an unknown user', 'unknown', 'x', 'authenticate: auth_failed'],
      ['a user of another address', 'outsider', 'x', 'authenticate: auth_failed'],
      ['a password that has expired', 'expired', 'x', 'authenticate: auth_failed'],
      ['a role that may not log in', 'locked', 'x', 'authenticate: account_locked'],
      ['a user with too many connections', 'limited', 'x', 'authenticate: too_many_connections'],
      ['a user without the database', 'nobody', 'x', 'database: permission_denied'],
    ])('is refused for %s', async (_, username, password, failure) => {
      expect(failureOf(await probe({ credential: login(username, password) }))).toBe(failure);
    });

    it('is refused for an unknown database, after the user was known', async () => {
      const outcome = await probe({ payload: payload({ database: 'nowhere' }) });
      expect(failureOf(outcome)).toBe('database: database_not_found');
      expect(stepOf(outcome, 'authenticate')?.status).toBe('ok');
    });

    it('is refused for a database that is closed', async () => {
      const outcome = await probe({ payload: payload({ database: 'closed' }) });
      expect(failureOf(outcome)).toBe('authenticate: server_unavailable');
    });

    it('says where the server keeps its rules when none is for this user', async () => {
      const outcome = await probe({ credential: login('outsider') });
      expect(stepOf(outcome, 'authenticate')?.hint).toContain('pg_hba.conf');
      expect(
        stepOf(await probe({ credential: login('reader', 'no') }), 'authenticate')?.hint,
      ).toBeUndefined();
    });

    it('warns when nothing can be seen', async () => {
      const outcome = await probe({ payload: payload({ database: 'empty' }) });
      expect(outcome.ok).toBe(true);
      expect(warningsOf(outcome)).toContain('nothing_visible');
    });
  });

  describe('what a session lists', () => {
    const withReader = <Result>(use: Parameters<typeof withSession<Result>>[2]) =>
      withSession(open, { payload: payload(), credential: login('reader', PASSWORD) }, use);

    it('are tables and views that the user may read, in order and no more than asked', async () => {
      await withReader(async (session) => {
        const all = await collect(session.tables!({ limit: 10 }));
        expect(all.map(({ schema, name, kind }) => `${schema}.${name}: ${kind}`)).toEqual([
          'public.cheap: view',
          'public.items: table',
          'public.totals: materialized_view',
          'sales.orders: table',
        ]);
        expect(await collect(session.tables!({ limit: 1 }))).toEqual(all.slice(0, 1));
        expect(await collect(session.tables!({ schema: 'sales', limit: 9 }))).toEqual(all.slice(3));
        expect(await collect(session.tables!({ schema: "x' or '1'='1", limit: 5 }))).toEqual([]);
      });
    });

    it('are the columns of a table', async () => {
      const columns = await withReader((session) =>
        session.describe!({ catalog: null, schema: 'public', name: 'items' }),
      );
      expect(columns).toEqual([
        { name: 'id', type: 'bigint', nullable: false },
        { name: 'name', type: 'character varying', nullable: true },
        { name: 'price', type: 'numeric', nullable: false },
      ]);
    });
  });

  describe('TLS', () => {
    const showing = async (shown: KeyAndCertificate | false, work: () => Promise<void>): Promise<void> => {
      await server.useCertificate(shown);
      await work().finally(() => server.useCertificate(certificate));
    };

    it('is verified against authority and name', async () => {
      const outcome = await probe(tls('verify-full'));
      expect(failureOf(outcome)).toBeUndefined();
      expect(warningsOf(outcome)).toEqual([]);
    });

    it.each([
      ['another name', { server_name: 'other.example.test' }],
      ['the address, which is not in it', { server_name: '127.0.0.1' }],
    ])('is refused for %s, unless nobody asks for the name', async (_, more) => {
      expect(failureOf(await probe(tls('verify-full', more)))).toBe('tls: tls_name_mismatch');
      expect((await probe(tls('verify-ca', more))).ok).toBe(true);
    });

    it.each(['verify-full', 'verify-ca', 'require'] as const)(
      'is refused for another authority: %s',
      async (mode) => {
        expect(failureOf(await probe(tls(mode, { ca: stranger.ca })))).toBe('tls: tls_untrusted');
      },
    );

    it('is refused for an authority that nobody knows', async () => {
      const transport = { tls: { mode: 'verify-full', server_name: 'db.example.test' } };
      expect(failureOf(await probe({ tlsMode: 'verify-full', transport }))).toBe('tls: tls_untrusted');
    });

    it('is refused for a certificate that has expired', async () => {
      await showing(await authority.issue('db.example.test', -1), async () => {
        expect(failureOf(await probe(tls('verify-full')))).toBe('tls: tls_expired');
      });
    });

    it('tells a wrong password from a wrong certificate', async () => {
      const outcome = await probe({ ...tls('verify-full'), credential: login('reader', 'no') });
      expect(failureOf(outcome)).toBe('authenticate: auth_failed');
      expect(stepOf(outcome, 'tls')?.status).toBe('ok');
    });

    it('is not used when it is not wanted, which a server may refuse', async () => {
      const outcome = await probe({ tlsMode: 'disable' });
      expect(outcome.ok).toBe(true);
      expect(warningsOf(outcome)).toEqual(['tls_not_used']);
      const refused = await probe({ tlsMode: 'disable', credential: login('picky') });
      expect(failureOf(refused)).toBe('tls: tls_required');
      expect((await probe({ tlsMode: 'require', credential: login('picky') })).ok).toBe(true);
    });

    it('that the server does not have ends the check before the password, where it is required', async () => {
      await showing(false, async () => {
        expect(failureOf(await probe({ tlsMode: 'require' }))).toBe('tls: tls_not_supported');
        expect(failureOf(await probe(tls('verify-full')))).toBe('tls: tls_not_supported');
        const outcome = await probe({ tlsMode: 'prefer' });
        expect(outcome.ok).toBe(true);
        expect(warningsOf(outcome)).toEqual(['tls_not_used']);
        // It says that there is no rule for unencrypted connections, and has none for others either.
        const refused = await probe({ credential: login('outsider') });
        expect(failureOf(refused)).toBe('authenticate: auth_failed');
      });
    });
  });

  describe('a certificate of the client', () => {
    const certified = login('certified', '');
    const show = (own: KeyAndCertificate | undefined, credential: ProbeCase['credential'] = certified) =>
      probe({ ...tls('verify-full', { ...own }), credential: credential ?? null });

    it('is the login', async () => {
      expect(failureOf(await show(await authority.issue('certified')))).toBeUndefined();
    });

    it('that is missing is asked for', async () => {
      expect(failureOf(await show(undefined))).toBe('tls: tls_client_certificate_required');
      expect(failureOf(await show(undefined, login('twofold')))).toBe('tls: tls_client_certificate_required');
    });

    it('of somebody else, of another authority or of the past is refused', async () => {
      const others = await authority.issue('somebody');
      expect(failureOf(await show(others))).toBe('tls: tls_client_certificate_refused');
      const foreign = await stranger.issue('certified');
      expect(failureOf(await show(foreign))).toBe('tls: tls_client_certificate_refused');
      const past = await authority.issue('certified', -1);
      expect(failureOf(await show(past))).toBe('tls: tls_client_certificate_refused');
    });

    it('with the key of another one is not even sent', async () => {
      const [{ cert }, { key }] = [await authority.issue('certified'), await authority.issue('certified')];
      expect(failureOf(await show({ cert, key }))).toBe('tls: tls_client_certificate_invalid');
      const outcome = await show({ cert: 'no certificate', key });
      expect(failureOf(outcome)).toBe('tls: tls_client_certificate_invalid');
    });

    it('does not stand in for a password', async () => {
      const own = await authority.issue('whoever');
      expect((await show(own, login('twofold'))).ok).toBe(true);
      expect(failureOf(await show(own, login('twofold', 'no')))).toBe('authenticate: auth_failed');
    });
  });
});
