import { createServer } from 'node:net';

import { open } from '../../libs/connectors/src/mssql/open.js';
import { createAuthority, type KeyAndCertificate, type TestAuthority } from '../support/certificates.js';
import { startTds, type TdsOptions, type TdsServer } from '../support/fakes/tds.js';
import { TDS_ANSWERS, TDS_LOGIN, tdsCatalog } from '../support/fakes/tds-answers.js';
import { listenOnLoopback } from '../support/loopback-server.js';
import { collect, withSession } from '../support/open-session.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

const { username, password } = TDS_LOGIN;
const login = (user: string, secret: string) => ({
  type: 'SIMPLE',
  payload: { username: user, password: secret },
});

describe('MSSQL', () => {
  let prober: TestProber;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let certificate: KeyAndCertificate;
  let server: TdsServer | undefined;

  beforeAll(async () => {
    prober = startTestProber();
    [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
    certificate = await authority.issue('db.example.test');
  });
  afterAll(async () => {
    await prober.close();
    await Promise.all([authority.close(), stranger.close()]);
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const start = async (more: Partial<TdsOptions> = {}): Promise<TdsServer> => {
    server = await startTds({ ...TDS_LOGIN, answers: TDS_ANSWERS, ...more });
    return server;
  };
  const probe = (port: number, given: Partial<ProbeCase> = {}) =>
    prober.probe('MSSQL', {
      payload: { host: '127.0.0.1', port, database: 'shop' },
      credential: login(username, password),
      deadlineMs: 3_000,
      ...given,
    });
  const tls = (mode: string, more: Record<string, string> = {}) => ({
    tlsMode: mode as NonNullable<ProbeCase['tlsMode']>,
    transport: { tls: { mode, ca: authority.ca, server_name: 'db.example.test', ...more } },
  });

  describe('a login', () => {
    it('passes every step, and tells the server nothing of this machine', async () => {
      const { port, logins } = await start();
      const outcome = await probe(port);
      expect(failureOf(outcome)).toBeUndefined();
      expect(outcome.server).toEqual({ product: 'Microsoft SQL Server', version: '16.0.1000.6' });
      expect(warningsOf(outcome)).toEqual(['tls_not_used']);
      expect(logins()).toEqual([
        expect.objectContaining({ username, password, database: 'shop', workstation: 'patchbay' }),
      ]);
    });

    it('lists tables, views and columns by parameters', async () => {
      const { port, statements } = await start();
      const payload = { host: '127.0.0.1', port, database: 'shop' };
      await withSession(open, { payload, credential: login(username, password) }, async (session) => {
        expect(await collect(session.tables!({ schema: "d'bo", limit: 20 }))).toEqual([
          { catalog: null, schema: 'dbo', name: 'items', kind: 'table' },
          { catalog: null, schema: 'dbo', name: 'cheap', kind: 'view' },
        ]);
        expect(await session.describe!({ catalog: null, schema: 'dbo', name: 'items' })).toEqual([
          { name: 'id', type: 'int', nullable: false },
          { name: 'name', type: 'nvarchar', nullable: true },
        ]);
      });
      const listed = statements().find((text) => text.includes('INFORMATION_SCHEMA.TABLES'));
      expect(listed).toContain("d'bo");
      expect(listed).toMatch(/top \(@limit\)/);
    });

    it('has a catalog, a page at a time, with the filter in its statement', async () => {
      const { port, statements } = await start({ answers: [...tdsCatalog(), ...TDS_ANSWERS] });
      const target = {
        payload: { host: '127.0.0.1', port, database: 'shop' },
        credential: login(username, password),
      };
      const exclude = [{ schema: 'dbo', table: "o'clock" }];
      const { tables, pages } = await prober.catalog('MSSQL', target, { schemas: ['dbo'], exclude }, 2);
      expect(pages).toEqual([2, 1]);
      expect(tables.map(({ name, kind, rows, comment }) => [name, kind, rows, comment])).toEqual([
        ['items', 'table', 12, 'what is sold'],
        ['orders', 'table', 0, null],
        ['cheap', 'view', null, null],
      ]);
      expect(tables[0]!.columns).toEqual([
        { name: 'id', type: 'int', normal: 'integer', nullable: false, primaryKey: true },
        { name: 'name', type: 'nvarchar(40)', normal: 'string', nullable: true, comment: 'in full' },
      ]);
      expect(tables[1]!.columns[0]).toMatchObject({
        name: 'item',
        foreignKey: { schema: 'dbo', table: 'items', column: 'id' },
      });
      const heads = statements().filter((text) => text.includes('sys.objects'));
      expect(heads).toHaveLength(2);
      expect(heads[0]).toMatch(/s\.name in \(@f2\) and not \(\(s\.name = @f3 and o\.name in \(@f4\)\)\)/);
      expect(heads[0]).toContain("o'clock");
      expect(heads[0]!.split('order by o.object_id')[0]).not.toContain("o'clock");
    });

    it('shows one table closely', async () => {
      const { port, statements } = await start({ answers: [...tdsCatalog(), ...TDS_ANSWERS] });
      const target = {
        payload: { host: '127.0.0.1', port, database: 'shop' },
        credential: login(username, password),
      };
      const table = { catalog: null, schema: 'dbo', name: 'odd]name' };
      const look = await prober.look('MSSQL', target, table, { rows: 3, categories: ['in]it'] });
      expect(look).toEqual({
        ddl: 'create view cheap as select 1 as one',
        rows: [{ id: '1', name: 'Ada' }],
        categories: { 'in]it': ['a', 'b'] },
      });
      const told = statements().join('\n');
      expect(told).toContain('select top (@limit) * from [dbo].[odd]]name]');
      expect(told).toContain('where [in]]it] is not null');
    });

    it.each([
      ['a wrong password', username, 'no', 'authenticate: auth_failed'],
      ['an unknown user', 'stranger', password, 'authenticate: auth_failed'],
    ])('is refused for %s', async (_, user, secret, failure) => {
      const { port } = await start();
      expect(failureOf(await probe(port, { credential: login(user, secret) }))).toBe(failure);
    });

    it('is refused for an unknown database, after the user was known', async () => {
      const { port } = await start();
      const outcome = await probe(port, { payload: { host: '127.0.0.1', port, database: 'nowhere' } });
      expect(failureOf(outcome)).toBe('database: database_not_found');
      expect(outcome.steps.find(({ step }) => step === 'authenticate')?.status).toBe('ok');
    });

    it.each([
      [[18_470], 'authenticate: account_locked'],
      [[18_488], 'authenticate: auth_expired'],
      [[916, 18_456], 'database: permission_denied'],
      [[40_613], 'authenticate: server_unavailable'],
      [[10_928], 'authenticate: too_many_connections'],
      [[40_615], 'authenticate: permission_denied'],
    ])('says why the server refused it: %j', async (refusal, failure) => {
      const { port, connections } = await start({ refusal });
      expect(failureOf(await probe(port))).toBe(failure);
      // The driver would come back for some of these.
      expect(connections()).toBe(1);
    });

    it.each([
      [229, 'list: permission_denied'],
      [208, 'list: statement_refused'],
      [60_000, 'list: server_error'],
    ])('says why the server refused the list: %d', async (error, failure) => {
      const { port } = await start({ answers: [[/INFORMATION_SCHEMA/, { error }], ...TDS_ANSWERS] });
      expect(failureOf(await probe(port))).toBe(failure);
    });

    it('is kept from another instance than the one that was asked for', async () => {
      const { port, logins } = await start({ instance: 'REPORTS' });
      const payload = { host: '127.0.0.1', port, database: 'shop' };
      const other = await probe(port, { payload: { ...payload, instance: 'SALES' } });
      expect(failureOf(other)).toBe('connect: service_not_found');
      expect(logins()).toEqual([]);
      expect((await probe(port, { payload: { ...payload, instance: 'REPORTS' } })).ok).toBe(true);
    });
  });

  describe('TLS', () => {
    it('is verified against authority and name, and carries the login', async () => {
      const { port, logins } = await start({ certificate });
      const outcome = await probe(port, tls('verify-full'));
      expect(failureOf(outcome)).toBeUndefined();
      expect(warningsOf(outcome)).toEqual([]);
      expect(logins()).toEqual([expect.objectContaining({ encrypted: true })]);
    });

    it('is used without a check when nothing else is wanted', async () => {
      const { port, logins } = await start({ certificate });
      expect(warningsOf(await probe(port))).toEqual(['tls_not_verified']);
      expect(logins()).toEqual([expect.objectContaining({ encrypted: true })]);
    });

    it('carries answers of many packets', async () => {
      const rows = Array.from({ length: 400 }, (_, at) => ['dbo', `table_${at}`.padEnd(60, 'x'), 'table']);
      const many = { columns: ['schema', 'name', 'kind'], rows };
      const { port } = await start({
        certificate,
        answers: [[/INFORMATION_SCHEMA\.TABLES/, many], ...TDS_ANSWERS],
      });
      const payload = { host: '127.0.0.1', port, database: 'shop' };
      const credential = login(username, password);
      const found = await withSession(open, { payload, credential, ...tls('verify-full') }, (session) =>
        collect(session.tables!({ limit: 1000 })),
      );
      expect(found.map(({ name }) => name)).toEqual(rows.map(([, name]) => name));
    });

    it.each([
      ['another name', { server_name: 'other.example.test' }, 'tls: tls_name_mismatch'],
      ['the address, which is not in it', { server_name: '127.0.0.1' }, 'tls: tls_name_mismatch'],
    ])('is refused for %s', async (_, more, failure) => {
      const { port, logins } = await start({ certificate });
      expect(failureOf(await probe(port, tls('verify-full', more)))).toBe(failure);
      expect((await probe(port, tls('verify-ca', more))).ok).toBe(true);
      expect(logins()).toHaveLength(1);
    });

    it.each(['verify-full', 'verify-ca', 'require'])('is refused for another authority: %s', async (mode) => {
      const { port, logins } = await start({ certificate });
      expect(failureOf(await probe(port, tls(mode, { ca: stranger.ca })))).toBe('tls: tls_untrusted');
      expect(logins()).toEqual([]);
    });

    it('is refused for a certificate that has expired', async () => {
      const { port } = await start({ certificate: await authority.issue('db.example.test', -1) });
      expect(failureOf(await probe(port, tls('verify-full')))).toBe('tls: tls_expired');
    });

    it.each(['require', 'verify-full'])('is not talked down by a server: %s', async (mode) => {
      const { port, logins } = await start();
      expect(failureOf(await probe(port, tls(mode)))).toBe('tls: tls_not_supported');
      expect(logins()).toEqual([]);
    });

    it('may be what the server demands', async () => {
      const { port, logins } = await start({ certificate, encryptionRequired: true });
      expect(failureOf(await probe(port, { tlsMode: 'disable' }))).toBe('tls: tls_required');
      expect(logins()).toEqual([]);
      expect((await probe(port, { tlsMode: 'require' })).ok).toBe(true);
    });
  });

  describe('a server that sends its clients on', () => {
    it('is not followed', async () => {
      const victim = await startTds({ ...TDS_LOGIN, answers: TDS_ANSWERS });
      try {
        const { port } = await start({ route: { host: '127.0.0.1', port: victim.port } });
        const outcome = await probe(port);
        expect(failureOf(outcome)).toBe('authenticate: redirect_outside_target');
        expect(victim.connections()).toBe(0);
      } finally {
        await victim.close();
      }
    });
  });

  it.each([
    ['speaks another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'connect: protocol_error'],
    [
      'answers with a table of nonsense',
      answerOf(Buffer.from([0, 0xff, 0xff, 0, 9])),
      'connect: protocol_error',
    ],
    ['answers nothing', answerOf(Buffer.alloc(0)), 'connect: protocol_error'],
    ['says nothing', '', 'connect: timeout'],
  ])('says what is wrong with a server that %s', async (_, text, failure) => {
    const other = await listenOnLoopback(
      createServer((socket) => void socket.once('data', () => socket.write(text))),
    );
    try {
      expect(failureOf(await probe(other.port, { deadlineMs: 1_000 }))).toBe(failure);
    } finally {
      await other.close();
    }
  });

  it('says that a server hangs up, or does not listen', async () => {
    const other = await listenOnLoopback(createServer((socket) => void socket.end()));
    expect(failureOf(await probe(other.port))).toBe('connect: connection_closed');
    await other.close();
    expect(failureOf(await probe(other.port))).toBe('connect: connect_refused');
  });
});

/** A packet that answers a client. */
function answerOf(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([4, 1, 0, body.length + 8, 0, 0, 1, 0]), body]);
}
