import { BasicAuth, Trino } from 'trino-client';

import type { JsonObject } from '#connector-sdk';
import { loadOpener } from '#connectors/open';

import { createAuthority, type KeyAndCertificate, type TestAuthority } from '../support/certificates.js';
import { type FakeService, startHttpFake } from '../support/fakes/https-fake.js';
import { startTrinoFake, TRINO_LOGIN, TRINO_TOKEN, type TrinoBehaviour } from '../support/fakes/trino.js';
import { collect, withSession } from '../support/open-session.js';
import { failureOf, type ProbeCase, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

const open = (await loadOpener('TRINO'))!;

describe('TRINO', () => {
  let authority: TestAuthority;
  let certificate: KeyAndCertificate;
  let cluster: FakeService;
  let prober: TestProber;

  beforeAll(async () => {
    authority = await createAuthority();
    certificate = await authority.issue('127.0.0.1');
    cluster = await startTrinoFake({}, certificate);
    prober = startTestProber();
  });
  afterAll(async () => {
    await prober.close();
    await Promise.all([cluster.close(), authority.close()]);
  });

  interface Changes extends Partial<ProbeCase> {
    readonly fields?: JsonObject;
  }

  const probe = ({ fields, ...rest }: Changes = {}) =>
    prober.probe('TRINO', {
      payload: { host: '127.0.0.1', port: cluster.port, scheme: 'https', catalog: 'hive', ...fields },
      credential: { type: 'SIMPLE', payload: TRINO_LOGIN },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full',
      ...rest,
    });
  const behaving = async <T>(behaviour: TrinoBehaviour, act: (port: number) => Promise<T>): Promise<T> => {
    const other = await startTrinoFake(behaviour, certificate);
    return act(other.port).finally(() => other.close());
  };

  it('logs in and lists', async () => {
    const outcome = await probe();
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual([]);
    expect(outcome.server).toEqual({ product: 'Trino', version: '476' });
    expect(cluster.requests.find(({ method }) => method === 'POST')?.headers['x-trino-user']).toBe('reader');
  });

  it('lists tables, views and columns', async () => {
    const found = {
      payload: { host: '127.0.0.1', port: cluster.port, scheme: 'https', catalog: 'hive' },
      credential: { type: 'SIMPLE', payload: TRINO_LOGIN },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full' as const,
    };
    await withSession(open, found, async (session) => {
      const place = { catalog: 'hive', schema: 'sales' };
      expect(await collect(session.tables!({ limit: 20 }))).toEqual([
        { ...place, name: 'orders', kind: 'table' },
        { ...place, name: 'recent', kind: 'view' },
      ]);
      expect(await collect(session.tables!({ limit: 20, schema: 'bare' }))).toEqual([]);
      expect(await session.describe!({ ...place, name: 'orders' })).toEqual([
        { name: 'id', type: 'bigint', nullable: false },
        { name: 'note', type: 'varchar(40)', nullable: true },
      ]);
    });
  });

  const catalogTarget = (): ProbeCase => ({
    payload: { host: '127.0.0.1', port: cluster.port, scheme: 'https' },
    credential: { type: 'SIMPLE', payload: TRINO_LOGIN },
    transport: { tls: { ca: authority.ca } },
    tlsMode: 'verify-full',
  });

  it('has a catalog, with the filter in its statements', async () => {
    const exclude = [{ schema: 'sales', table: "o'clock" }];
    const { tables, pages } = await prober.catalog(
      'TRINO',
      catalogTarget(),
      { schemas: ['sales'], exclude },
      1,
    );
    expect(pages).toEqual([1, 1]);
    expect(tables).toEqual([
      {
        ...{ catalog: 'hive', schema: 'sales', name: 'orders', kind: 'table', comment: null, rows: null },
        columns: [
          { name: 'id', type: 'bigint', normal: 'integer', nullable: false },
          { name: 'note', type: 'varchar(40)', normal: 'string', nullable: true },
        ],
      },
      expect.objectContaining({ name: 'recent', kind: 'view' }),
    ]);
    const asked = cluster.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
    const condition = `table_schema in ('sales') and not ((table_schema = 'sales' and table_name in ('o''clock')))`;
    expect(asked.filter((sql) => sql.includes(condition))).toHaveLength(2);
  });

  it('shows one table closely', async () => {
    const table = { catalog: 'hive', schema: 'sales', name: 'orders' };
    const wishes = { rows: 3, categories: ['no"te'] };
    expect(await prober.look('TRINO', catalogTarget(), table, wishes)).toEqual({
      ddl: 'CREATE TABLE hive.sales.orders',
      rows: [{ c0: '1', c1: null }],
      categories: { 'no"te': ['new', 'old'] },
    });
  });

  it('lists all catalogs where none is declared', async () => {
    const payload = { host: '127.0.0.1', port: cluster.port, scheme: 'https' };
    const outcome = await probe({ payload });
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual([]);
  });

  it('takes a token, with the user of the connection', async () => {
    const credential = { type: 'TOKEN', payload: { token: TRINO_TOKEN } };
    expect(failureOf(await probe({ credential, fields: { user: 'zoë' } }))).toBeUndefined();
    const user = String(cluster.requests.at(-1)?.headers['x-trino-user']);
    expect(Buffer.from(user, 'latin1').toString('utf8')).toBe('zoë');
  });

  it.each<[string, Changes, string]>([
    [
      'a wrong password',
      { credential: { type: 'SIMPLE', payload: { ...TRINO_LOGIN, password: 'no' } } },
      'authenticate: auth_failed',
    ],
    [
      'a wrong token',
      { credential: { type: 'TOKEN', payload: { token: 'no' } } },
      'authenticate: auth_failed',
    ],
    ['an unknown catalog', { fields: { catalog: 'nowhere' } }, 'database: database_not_found'],
    ['an unknown schema', { fields: { schema: "no'where" } }, 'database: schema_not_found'],
    ['a catalog of others', { fields: { catalog: 'locked' } }, 'database: permission_denied'],
    ['an authority that nobody knows', { transport: null }, 'tls: tls_untrusted'],
    ['a scheme that the mode refuses', { fields: { scheme: 'http' } }, 'tls: tls_not_supported'],
    ['a port where nobody listens', { fields: { port: 1 } }, 'connect: connect_refused'],
  ])('knows %s', async (_, changes, failure) => {
    expect(failureOf(await probe(changes))).toBe(failure);
  });

  it('knows a cluster that takes another kind of login', async () => {
    const credential = { type: 'TOKEN', payload: { token: 'no' } };
    const failure = await behaving({ challenge: 'Basic realm="Trino"' }, async (port) =>
      failureOf(await probe({ fields: { port }, credential })),
    );
    expect(failure).toBe('authenticate: auth_method_not_supported');
  });

  it('follows no page to another host, port or scheme', async () => {
    const victim = await startTrinoFake();
    for (const next of [
      `http://127.0.0.1:${victim.port}/v1/statement/executing/q1/2`,
      `https://127.0.0.1:${victim.port}/v1/statement/executing/q1/2`,
      'https://localhost/',
      'file:///etc/passwd',
      'somewhere',
    ]) {
      const failure = await behaving({ next }, async (port) => failureOf(await probe({ fields: { port } })));
      expect(failure).toBe('authenticate: redirect_outside_target');
    }
    await victim.close();
    expect(victim.connections()).toBe(0);
  });

  it('follows no redirect, and knows what is no cluster', async () => {
    const answers = [
      [{ status: 302, headers: { location: 'https://127.0.0.2/' } }, 'redirect_outside_target'],
      [{ body: '<html>Hello</html>' }, 'protocol_error'],
      [{ body: { hello: 'world' } }, 'protocol_error'],
      [{ status: 404 }, 'protocol_error'],
      [{ status: 503 }, 'server_unavailable'],
    ] as const;
    for (const [answer, code] of answers) {
      const other = await startHttpFake(() => answer, certificate);
      const outcome = await probe({ fields: { port: other.port } });
      await other.close();
      expect(failureOf(outcome)).toBe(`authenticate: ${code}`);
    }
  });

  it('goes without encryption only where the mode permits it', async () => {
    const plain = await startTrinoFake();
    const outcome = await probe({ fields: { scheme: 'http', port: plain.port }, tlsMode: 'prefer' });
    await plain.close();
    expect(failureOf(outcome)).toBeUndefined();
    expect(warningsOf(outcome)).toEqual(['tls_not_used']);
  });

  it('stops at a cluster that says nothing', async () => {
    const silent = await startHttpFake(() => new Promise(() => undefined), certificate);
    const outcome = await probe({ fields: { port: silent.port }, deadlineMs: 700 });
    await silent.close();
    expect(failureOf(outcome)).toBe('authenticate: timeout');
  });

  it('is tested with answers that another client of the protocol understands', async () => {
    const plain = await startTrinoFake();
    const trino = Trino.create({
      server: `http://127.0.0.1:${plain.port}`,
      auth: new BasicAuth(TRINO_LOGIN.username, TRINO_LOGIN.password),
    });
    const rows: unknown[] = [];
    for await (const page of await trino.query('show catalogs')) rows.push(...(page.data ?? []));
    await plain.close();
    expect(rows).toEqual([['hive'], ['system']]);
  });
});
