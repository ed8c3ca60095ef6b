import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { createAuthority, type KeyAndCertificate, type TestAuthority } from '../support/certificates.js';
import { type JdbcFolder, jdbcFolderWith } from '../support/jdbc-folder.js';
import { listenOnLoopback } from '../support/loopback-server.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';
import { encryptSample } from '../support/servers/encrypted-sample.js';
import { type MariaDb, startMariaDb } from '../support/servers/mariadb.js';
import { freePort } from '../support/servers/server-process.js';

const NAME = 'db.example.test';
const PASSWORD = 'pa$$ "word\' ü;x=1';
const SLOW = 60_000;

const login = (username: string, password: string) => ({
  type: 'GENERIC_MAP',
  payload: { username, password },
});

describe('GENERIC_JDBC', () => {
  let prober: TestProber;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let certificate: KeyAndCertificate;
  let sample: SampleDatabase;
  let mariadb: MariaDb;
  let jars: JdbcFolder;

  beforeAll(async () => {
    prober = startTestProber();
    [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
    certificate = await authority.issue(NAME);
    sample = await startSampleDatabase();
    mariadb = await startMariaDb();
    await mariadb.run(
      `create database shop; create table shop.items (id int);
       create table shop.people (id int primary key, name varchar(40) not null comment 'in full') comment 'who buys';
       create table shop.bills (id int primary key, person int, total decimal(10, 2), foreign key (person) references shop.people (id));
       create view shop.cheap as select id from shop.items;
       create database secret; create user reader identified by '${PASSWORD.replaceAll("'", "''")}';
       grant select on shop.* to reader`,
    );
    jars = await jdbcFolderWith('postgresql.jar', 'mariadb-java-client.jar');
  }, 120_000);
  afterAll(async () => {
    await prober?.close();
    await sample?.stop();
    await mariadb?.close();
    await Promise.all([authority?.close(), stranger?.close(), jars?.remove()]);
  });

  const probe = (given: ProbeCase) =>
    prober.probe('GENERIC_JDBC', { deadlineMs: 40_000, jdbcFolder: jars.path, ...given });
  const postgres = (more: Partial<ProbeCase> = {}, payload: Record<string, unknown> = {}) =>
    probe({
      payload: {
        db_type: 'PostgreSQL 18',
        host: '127.0.0.1',
        port: sample.port,
        db_or_schema: sample.database,
        connection_properties: {},
        ...payload,
      },
      credential: login(sample.good.username, sample.good.password),
      ...more,
    });
  const maria = (more: Partial<ProbeCase> = {}, payload: Record<string, unknown> = {}) =>
    probe({
      payload: {
        db_type: 'MARIADB',
        host: '127.0.0.1',
        port: mariadb.port,
        db_or_schema: 'shop',
        ...payload,
      },
      credential: login('reader', PASSWORD),
      ...more,
    });
  const tls = (mode: 'require' | 'verify-ca' | 'verify-full', more: Record<string, string> = {}) => ({
    tlsMode: mode,
    transport: { tls: { mode, ca: authority.ca, server_name: NAME, ...more } },
  });

  it(
    'logs in to Postgres and lists',
    async () => {
      const outcome = await postgres();
      expect(failureOf(outcome)).toBeUndefined();
      expect(warningsOf(outcome)).toEqual(['tls_not_used']);
      expect(outcome.server).toEqual({ product: 'PostgreSQL', version: expect.stringMatching(/^\d+/) });
      expect(outcome.steps.find(({ step }) => step === 'list')).toMatchObject({ status: 'ok' });
    },
    SLOW,
  );

  it(
    'logs in to MariaDB and lists',
    async () => {
      const outcome = await maria();
      expect(failureOf(outcome)).toBeUndefined();
      expect(warningsOf(outcome)).toEqual(['tls_not_used']);
      expect(outcome.server).toMatchObject({ product: 'MariaDB' });
    },
    SLOW,
  );

  it(
    'has a catalog of MariaDB, with keys, sizes and comments',
    async () => {
      const target = {
        payload: { db_type: 'MARIADB', host: '127.0.0.1', port: mariadb.port, db_or_schema: 'shop' },
        credential: login('reader', PASSWORD),
        deadlineMs: 40_000,
        jdbcFolder: jars.path,
      };
      const exclude = [{ schema: 'shop', table: 'items' }];
      const { tables, pages } = await prober.catalog('GENERIC_JDBC', target, { exclude }, 2);
      expect(pages).toEqual([2, 1]);
      const [bills, people, cheap] = ['bills', 'people', 'cheap'].map((name) =>
        tables.find((table) => table.name === name),
      );
      expect(bills!.columns).toMatchObject([
        { name: 'id', normal: 'integer', nullable: false, primaryKey: true },
        { name: 'person', foreignKey: { schema: 'shop', table: 'people', column: 'id' } },
        { name: 'total', type: expect.stringMatching(/^decimal\(10,2\)$/i), nullable: true },
      ]);
      expect(people).toMatchObject({ catalog: null, schema: 'shop', comment: 'who buys' });
      expect(people!.columns[1]).toMatchObject({
        type: expect.stringMatching(/^varchar\(40\)$/i),
        comment: 'in full',
        nullable: false,
      });
      expect(cheap).toMatchObject({ kind: 'view' });
    },
    SLOW,
  );

  it(
    'has a catalog of Postgres, of the schemas that the filter names',
    async () => {
      const target = {
        payload: {
          ...{ db_type: 'PostgreSQL 18', host: '127.0.0.1', port: sample.port },
          ...{ db_or_schema: sample.database, connection_properties: {} },
        },
        credential: login(sample.good.username, sample.good.password),
        deadlineMs: 40_000,
        jdbcFolder: jars.path,
      };
      const whole = await prober.catalog('GENERIC_JDBC', target, { schemas: ['public'] });
      expect(whole.tables.length).toBeGreaterThan(0);
      expect(new Set(whole.tables.map(({ schema }) => schema))).toEqual(new Set(['public']));
      const keyed = whole.tables.flatMap(({ columns }) => columns).filter(({ primaryKey }) => primaryKey);
      expect(keyed.length).toBeGreaterThan(0);
      const { tables } = await prober.catalog('GENERIC_JDBC', target, { schemas: ['nowhere'] });
      expect(tables).toEqual([]);
    },
    SLOW,
  );

  it(
    'tells a wrong password, an unknown database and a missing right apart',
    async () => {
      const { good, powerless } = sample;
      const wrong = postgres({ credential: login(good.username, `${good.password}x`) });
      expect(failureOf(await wrong)).toBe('authenticate: auth_failed');
      expect(failureOf(await postgres({}, { db_or_schema: 'nowhere' }))).toBe('database: database_not_found');
      const without = postgres({ credential: login(powerless.username, powerless.password) });
      expect(failureOf(await without)).toBe('database: permission_denied');
      expect(failureOf(await maria({ credential: login('reader', 'x') }))).toBe('authenticate: auth_failed');
      expect(failureOf(await maria({}, { db_or_schema: 'secret' }))).toBe('database: permission_denied');
    },
    SLOW,
  );

  it(
    'never hands on what nobody allowed',
    async () => {
      const outcome = await postgres(
        {},
        {
          connection_properties: {
            socketFactory: 'org.postgresql.nowhere.Factory',
            loggerFile: 'written',
            currentSchema: "x'; drop table y",
            sslmode: 'verify-full',
          },
        },
      );
      expect(failureOf(outcome)).toBeUndefined();
      const path = await postgres({}, { db_or_schema: 'sample?socketFactory=x' });
      expect(failureOf(path)).toBe('resolve: target_incomplete');
    },
    SLOW,
  );

  it(
    'says whether the port is closed, the name not allowed, or nobody answers',
    async () => {
      expect(failureOf(await postgres({}, { port: await freePort() }))).toBe('connect: connect_refused');
      expect(failureOf(await postgres({ networks: [] }))).toBe('resolve: egress_denied');
      const silent = await listenOnLoopback(createServer());
      const waited = await postgres({ deadlineMs: 6_000 }, { port: silent.port });
      await silent.close();
      expect(failureOf(waited)).toBe('authenticate: timeout');
      const rude = await listenOnLoopback(createServer((socket) => socket.end('HTTP/1.1 400 no\r\n\r\n')));
      const refused = await maria({}, { port: rude.port });
      await rude.close();
      expect(failureOf(refused)).toMatch(/: (?:protocol_error|connection_closed)$/);
    },
    SLOW,
  );

  it(
    'ends the virtual machine with the check',
    async () => {
      const silent = await listenOnLoopback(createServer());
      await postgres({ deadlineMs: 5_000 }, { port: silent.port });
      await silent.close();
      const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
      expect(stdout.split('\n').filter((line) => line.includes(`${jars.path}/*`))).toEqual([]);
    },
    SLOW,
  );

  it(
    'says what is not installed',
    async () => {
      const empty = await jdbcFolderWith();
      const outcome = await postgres({ jdbcFolder: empty.path });
      expect(outcome.steps.find(({ status }) => status === 'failed')).toMatchObject({
        code: 'driver_not_installed',
        facts: { driver: 'postgresql.jar' },
      });
      await empty.remove();
      const none = await postgres({ jdbcFolder: '/nowhere' }, { db_type: 'FOXPRO' });
      expect(failureOf(none)).toBe('resolve: driver_not_installed');
    },
    SLOW,
  );

  it(
    'DB2 needs its driver as well',
    async () => {
      const outcome = await prober.probe('DB2', {
        payload: { host: '127.0.0.1', port: sample.port, database: 'SHOP' },
        credential: { type: 'SIMPLE', payload: { username: 'u', password: 'p' } },
        jdbcFolder: jars.path,
        deadlineMs: 30_000,
      });
      expect(outcome.steps.find(({ status }) => status === 'failed')).toMatchObject({
        code: 'driver_not_installed',
        facts: { driver: 'db2jcc4.jar' },
      });
    },
    SLOW,
  );

  describe('with TLS', () => {
    it(
      'is refused by servers that have none',
      async () => {
        expect(failureOf(await postgres(tls('require')))).toBe('tls: tls_not_supported');
        expect(failureOf(await maria(tls('require')))).toBe('tls: tls_not_supported');
      },
      SLOW,
    );

    it(
      'checks authority and name of Postgres',
      async () => {
        await encryptSample(sample, certificate);
        const full = await postgres(tls('verify-full'));
        expect(failureOf(full)).toBeUndefined();
        expect(warningsOf(full)).toEqual([]);
        const wrongName = { server_name: 'other.example.test' };
        expect(failureOf(await postgres(tls('verify-full', wrongName)))).toBe('tls: tls_name_mismatch');
        expect(failureOf(await postgres(tls('verify-ca', wrongName)))).toBeUndefined();
        const strange = tls('verify-full', { ca: stranger.ca });
        expect(failureOf(await postgres(strange))).toBe('tls: tls_untrusted');
        expect(warningsOf(await postgres({ tlsMode: 'prefer' }))).toEqual(['tls_not_verified']);
        await encryptSample(sample, await authority.issue(NAME, -1));
        expect(failureOf(await postgres(tls('verify-full')))).toBe('tls: tls_expired');
      },
      SLOW,
    );
  });
});

describe('GENERIC_JDBC, against a MariaDB with TLS', () => {
  let prober: TestProber;
  let authority: TestAuthority;
  let server: MariaDb;
  let jars: JdbcFolder;

  beforeAll(async () => {
    prober = startTestProber();
    authority = await createAuthority();
    server = await startMariaDb({ ...(await authority.issue(NAME)), ca: authority.ca });
    await server.run(`create user picky identified by 'x' require ssl`);
    jars = await jdbcFolderWith('mariadb-java-client.jar');
  }, 120_000);
  afterAll(async () => {
    await prober?.close();
    await server?.close();
    await Promise.all([authority?.close(), jars?.remove()]);
  });

  it(
    'checks authority and name',
    async () => {
      const payload = {
        db_type: 'MYSQL',
        host: '127.0.0.1',
        port: server.port,
        db_or_schema: 'information_schema',
      };
      const probe = (more: Partial<ProbeCase>) =>
        prober.probe('GENERIC_JDBC', {
          payload,
          credential: login('picky', 'x'),
          jdbcFolder: jars.path,
          deadlineMs: 30_000,
          ...more,
        });
      const full = (name: string): Partial<ProbeCase> => ({
        tlsMode: 'verify-full',
        transport: { tls: { mode: 'verify-full', ca: authority.ca, server_name: name } },
      });
      expect(failureOf(await probe(full(NAME)))).toBeUndefined();
      expect(failureOf(await probe(full('other.example.test')))).toBe('tls: tls_name_mismatch');
      expect(failureOf(await probe({ tlsMode: 'disable' }))).toBe('authenticate: auth_failed');
    },
    SLOW,
  );
});
