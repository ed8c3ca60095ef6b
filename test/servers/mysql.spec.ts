import { open } from '../../libs/connectors/src/mysql/open.js';
import { createAuthority, type KeyAndCertificate, type TestAuthority } from '../support/certificates.js';
import { collect, withSession } from '../support/open-session.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';
import { type MariaDb, startMariaDb } from '../support/servers/mariadb.js';

const PASSWORD = 'pa$$ "word\' ü';
const SETUP = `
  create database shop; create database empty;
  create table shop.items (id bigint not null primary key, name varchar(40), price decimal(10, 2));
  create view shop.cheap as select id from shop.items where price < 10;
  create sequence shop.numbers;
  create table empty.hidden (id int);
  create user reader, nobody, picky, certified, expired, locked, outsider@'192.0.2.1';
  set password for reader = password(${quoted(PASSWORD)});
  grant select on shop.* to reader; grant create routine on empty.* to reader;
  alter user picky require ssl; grant select on shop.* to picky;
  alter user certified require x509; grant select on shop.* to certified;
  alter user expired password expire; grant select on shop.* to expired; alter user locked account lock;
  install soname 'auth_ed25519';
  create user modern identified via ed25519 using password('x');
`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const login = (username: string, password = '') => ({ type: 'SIMPLE', payload: { username, password } });

describe('MYSQL, against MariaDB', () => {
  let prober: TestProber;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let certificate: KeyAndCertificate;
  let server: MariaDb;

  beforeAll(async () => {
    prober = startTestProber();
    [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
    certificate = await authority.issue('db.example.test');
    server = await startMariaDb({ ...certificate, ca: authority.ca });
    await server.run(SETUP);
  }, 90_000);
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
    prober.probe('MYSQL', { payload: payload(), credential: login('reader', PASSWORD), ...given });
  const tls = (mode: string, more: Record<string, string> = {}) => ({
    tlsMode: mode as NonNullable<ProbeCase['tlsMode']>,
    transport: { tls: { mode, ca: authority.ca, server_name: 'db.example.test', ...more } },
  });

  describe('a login', () => {
    it('passes every step, and warns of what nobody checked', async () => {
      const outcome = await probe({});
      expect(failureOf(outcome)).toBeUndefined();
      expect(outcome.server).toEqual({
        product: 'MariaDB',
        version: expect.stringMatching(/^10\.\d+\.\d+$/),
      });
      expect(warningsOf(outcome)).toEqual(['tls_not_verified']);
    });

    it('needs no database', async () => {
      const outcome = await probe({ payload: { host: '127.0.0.1', port: server.port } });
      expect(outcome.ok).toBe(true);
    });

    it.each([
      ['a wrong password', 'reader', 'no', 'authenticate: auth_failed'],
      ['an unknown user', 'stranger', PASSWORD, 'authenticate: auth_failed'],
      ['a user of another address', 'outsider', '', 'authenticate: auth_failed'],
      ['an expired password', 'expired', '', 'authenticate: auth_expired'],
      ['a locked user', 'locked', '', 'authenticate: account_locked'],
      ['a login by another plugin', 'modern', 'x', 'authenticate: auth_method_not_supported'],
      ['a user without the database', 'nobody', '', 'database: permission_denied'],
    ])('is refused for %s', async (_, username, password, failure) => {
      expect(failureOf(await probe({ credential: login(username, password) }))).toBe(failure);
    });

    it('is refused for an unknown database, after the user was known', async () => {
      const outcome = await probe({ payload: payload({ database: 'nowhere' }), credential: login('root') });
      expect(failureOf(outcome)).toBe('database: database_not_found');
      expect(outcome.steps.find(({ step }) => step === 'authenticate')?.status).toBe('ok');
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

    it('are tables and views of the database, in order and no more than asked', async () => {
      await withReader(async (session) => {
        const all = await collect(session.tables!({ limit: 10 }));
        expect(all).toEqual([
          { catalog: null, schema: 'shop', name: 'cheap', kind: 'view' },
          { catalog: null, schema: 'shop', name: 'items', kind: 'table' },
        ]);
        expect(await collect(session.tables!({ limit: 1 }))).toEqual(all.slice(0, 1));
        expect(await collect(session.tables!({ schema: "x' or '1'='1", limit: 5 }))).toEqual([]);
      });
    });

    it('are the columns of a table', async () => {
      const columns = await withReader((session) =>
        session.describe!({ catalog: null, schema: 'shop', name: 'items' }),
      );
      expect(columns).toEqual([
        { name: 'id', type: expect.stringContaining('bigint'), nullable: false },
        { name: 'name', type: 'varchar(40)', nullable: true },
        { name: 'price', type: 'decimal(10,2)', nullable: true },
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
      ['another name', 'verify-full', { server_name: 'other.example.test' }, 'tls: tls_name_mismatch'],
      [
        'the address, which is not in it',
        'verify-full',
        { server_name: '127.0.0.1' },
        'tls: tls_name_mismatch',
      ],
    ])('is refused for %s', async (_, mode, more, failure) => {
      expect(failureOf(await probe(tls(mode, more)))).toBe(failure);
    });

    it('checks an address that stands in the certificate', async () => {
      await server.useCertificate(await authority.issue('127.0.0.1'));
      try {
        const transport = { tls: { mode: 'verify-full', ca: authority.ca } };
        expect(failureOf(await probe({ tlsMode: 'verify-full', transport }))).toBeUndefined();
      } finally {
        await server.useCertificate(certificate);
      }
    });

    it('does not look at the name with verify-ca', async () => {
      expect((await probe(tls('verify-ca', { server_name: 'other.example.test' }))).ok).toBe(true);
    });

    it.each(['verify-full', 'verify-ca', 'require'])('is refused for another authority: %s', async (mode) => {
      expect(failureOf(await probe(tls(mode, { ca: stranger.ca })))).toBe('tls: tls_untrusted');
    });

    it('is refused for an authority that nobody knows', async () => {
      const transport = { tls: { mode: 'verify-full', server_name: 'db.example.test' } };
      expect(failureOf(await probe({ tlsMode: 'verify-full', transport }))).toBe('tls: tls_untrusted');
    });

    it('is refused for a certificate that has expired', async () => {
      await server.useCertificate(await authority.issue('db.example.test', -1));
      try {
        expect(failureOf(await probe(tls('verify-full')))).toBe('tls: tls_expired');
      } finally {
        await server.useCertificate(certificate);
      }
    });

    it('tells a wrong password from a wrong certificate', async () => {
      const outcome = await probe({ ...tls('verify-full'), credential: login('reader', 'no') });
      expect(failureOf(outcome)).toBe('authenticate: auth_failed');
      expect(outcome.steps.find(({ step }) => step === 'tls')?.status).toBe('ok');
    });

    it('shows a certificate of the client where the user needs one', async () => {
      const credential = login('certified');
      expect(failureOf(await probe({ ...tls('verify-full'), credential }))).toBe('authenticate: auth_failed');
      const own = await authority.issue('reader');
      expect((await probe({ ...tls('verify-full', { ...own }), credential })).ok).toBe(true);
    });

    it('is not used when it is not wanted, which a user may refuse', async () => {
      const outcome = await probe({ tlsMode: 'disable' });
      expect(warningsOf(outcome)).toEqual(['tls_not_used']);
      expect(outcome.ok).toBe(true);
      const refused = await probe({ tlsMode: 'disable', credential: login('picky') });
      expect(failureOf(refused)).toBe('authenticate: auth_failed');
      expect((await probe({ tlsMode: 'require', credential: login('picky') })).ok).toBe(true);
    });

    it('is suggested when a server that takes nothing else refuses the login', async () => {
      await server.run('set global require_secure_transport = on');
      try {
        const refused = await probe({ tlsMode: 'disable' });
        expect(failureOf(refused)).toBe('authenticate: auth_failed');
        expect(refused.steps.find(({ status }) => status === 'failed')?.hint).toContain('TLS');
        expect((await probe({})).ok).toBe(true);
      } finally {
        await server.run('set global require_secure_transport = off');
      }
    });
  });

  describe('a server without TLS', () => {
    let plain: MariaDb;
    beforeAll(async () => {
      plain = await startMariaDb();
      await plain.run(`create database shop; create user reader; grant all on shop.* to reader`);
    }, 90_000);
    afterAll(() => plain?.close());
    const probePlain = (tlsMode: NonNullable<ProbeCase['tlsMode']>) =>
      probe({ payload: payload({ port: String(plain.port) }), credential: login('reader'), tlsMode });

    it('gets no password when TLS is required', async () => {
      expect(failureOf(await probePlain('require'))).toBe('tls: tls_not_supported');
      expect(failureOf(await probePlain('verify-full'))).toBe('tls: tls_not_supported');
    });

    it('is warned of otherwise', async () => {
      const outcome = await probePlain('prefer');
      expect(outcome.ok).toBe(true);
      expect(warningsOf(outcome)).toContain('tls_not_used');
    });
  });
});
