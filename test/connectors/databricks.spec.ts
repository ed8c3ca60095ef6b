import type { JsonObject, TableName } from '#connector-sdk';

import { createAuthority, type TestAuthority } from '../support/certificates.js';
import { DATABRICKS_TOKEN, startDatabricks, WAREHOUSE } from '../support/fakes/databricks.js';
import { closedPort, type HttpsService } from '../support/fakes/https-service.js';
import { failureOf, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

describe('DATABRICKS and DELTALAKE', () => {
  let authority: TestAuthority;
  let service: HttpsService;
  let prober: TestProber;

  beforeAll(async () => {
    authority = await createAuthority();
    service = await startDatabricks(await authority.issue('localhost'));
    prober = startTestProber();
  });
  afterAll(async () => {
    await prober.close();
    await service.close();
    await authority.close();
  });

  const probe = (type: string, payload: JsonObject, token = DATABRICKS_TOKEN, deadlineMs = 5_000) =>
    prober.probe(type, {
      payload: { host: 'localhost', port: service.port, ...payload },
      credential: { type: 'TOKEN', payload: { token } },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full',
      deadlineMs,
    });
  const databricks = (payload: JsonObject, token?: string, deadlineMs?: number) =>
    probe('DATABRICKS', { warehouse_id: 'abc123', ...payload }, token, deadlineMs);

  it.each([
    ['DATABRICKS', 'Databricks', { http_path: WAREHOUSE, catalog: 'main', database: 'sales' }],
    ['DATABRICKS', 'Databricks', { warehouse_id: 'abc123', catalog: 'MAIN' }],
    ['DATABRICKS', 'Databricks', { cluster_path: WAREHOUSE.slice(1) }],
    ['DELTALAKE', 'Delta Lake', { httppath: WAREHOUSE }],
  ])('%s logs in, and lists', async (type, product, payload) => {
    const outcome = await probe(type, payload);
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome).toMatchObject({ ok: true, server: { product, version: '3.5.2' } });
    expect(outcome.steps.filter(({ status }) => status === 'ok').map(({ step }) => step)).toEqual([
      ...['resolve', 'connect', 'tls', 'authenticate', 'database', 'list'],
    ]);
  });

  it('asks nothing but the warehouse', async () => {
    const before = service.asked.length;
    await databricks({});
    expect([...new Set(service.asked.slice(before))]).toEqual([`POST localhost:${service.port}${WAREHOUSE}`]);
  });

  it('has a catalog of the schemas that the filter names', async () => {
    const target = {
      payload: { host: 'localhost', port: service.port, warehouse_id: 'abc123', catalog: 'main' },
      credential: { type: 'TOKEN', payload: { token: DATABRICKS_TOKEN } },
      transport: { tls: { ca: authority.ca } },
      tlsMode: 'verify-full' as const,
    };
    const { tables, pages } = await prober.catalog('DATABRICKS', target, { schemas: ['sales'] }, 1);
    expect(pages).toEqual([1, 1]);
    expect(tables).toEqual([
      {
        ...{ catalog: 'main', schema: 'sales', name: 'orders', kind: 'table', comment: null, rows: null },
        columns: [
          { name: 'id', type: 'BIGINT', normal: 'integer', nullable: false },
          {
            ...{ name: 'price', type: 'DECIMAL(10,2)', normal: 'decimal', nullable: true },
            comment: 'without tax',
          },
        ],
      },
      expect.objectContaining({ name: 'recent', kind: 'view' }),
    ]);
    const include = [{ schema: 'sales', table: 'recent' }];
    const some = await prober.catalog('DATABRICKS', target, { include });
    expect(some.tables.map(({ name, columns }) => [name, columns.length])).toEqual([['recent', 1]]);
    expect((await prober.catalog('DATABRICKS', target, { schemas: ['empty'] })).tables).toEqual([]);
  });

  describe('a closer look', () => {
    const look = (type: string, table: TableName, categories: readonly string[] = []) =>
      prober.look(
        type,
        {
          payload: {
            ...{ host: 'localhost', port: service.port },
            ...(type === 'DATABRICKS' ? { warehouse_id: 'abc123' } : { httppath: WAREHOUSE }),
          },
          credential: { type: 'TOKEN', payload: { token: DATABRICKS_TOKEN } },
          transport: { tls: { ca: authority.ca } },
          tlsMode: 'verify-full' as const,
        },
        table,
        { rows: 2, categories },
      );
    const sales = { catalog: 'main', schema: 'sales' };
    const rows = [
      { id: '1', state: 'new' },
      { id: '2', state: 'old' },
    ];

    it('has the definition, rows and categories', async () => {
      expect(await look('DATABRICKS', { ...sales, name: 'orders' }, ['sta`te', 'free'])).toEqual({
        ddl: 'CREATE TABLE main.sales.orders (\n  id BIGINT)',
        rows,
        categories: { 'sta`te': ['new', 'old'] },
      });
    });

    it('serves DELTALAKE, where a table has no catalog', async () => {
      expect(await look('DELTALAKE', { catalog: null, schema: 'sales', name: 'or`ders' })).toEqual({
        ddl: 'CREATE VIEW or`ders',
        rows,
        categories: {},
      });
    });

    it('goes without a definition that may not be read, and not without rows', async () => {
      expect(await look('DATABRICKS', { ...sales, name: 'guarded' })).toEqual({
        ddl: null,
        rows,
        categories: {},
      });
      await expect(look('DATABRICKS', { ...sales, name: 'locked' })).rejects.toThrow(
        'list: permission_denied',
      );
    });
  });

  it('says that an empty schema shows nothing', async () => {
    expect(warningsOf(await databricks({ database: 'empty' }))).toEqual(['nothing_visible']);
  });

  it('knows a token that is wrong', async () => {
    expect(failureOf(await databricks({}, 'wrong'))).toBe('authenticate: auth_failed');
    expect(failureOf(await probe('DELTALAKE', { httppath: WAREHOUSE }, 'wrong'))).toBe(
      'authenticate: auth_failed',
    );
  });

  it.each([
    ['database: database_not_found', { catalog: 'nowhere' }],
    ['database: database_not_found', { catalog: 'ignored' }],
    ['database: schema_not_found', { database: 'nowhere' }],
    ['list: permission_denied', { database: 'secret' }],
    ['database: permission_denied', { warehouse_id: 'locked' }],
    ['database: warehouse_not_found', { warehouse_id: 'gone' }],
    ['authenticate: server_unavailable', { warehouse_id: 'starting' }],
    ['authenticate: rate_limited', { warehouse_id: 'busy' }],
    ['authenticate: protocol_error', { warehouse_id: 'garbage' }],
    ['authenticate: redirect_outside_target', { warehouse_id: 'moved' }],
  ])('answers %s for %j', async (failure, payload) => {
    expect(failureOf(await databricks(payload))).toBe(failure);
  });

  it('stops waiting for a warehouse that says nothing', async () => {
    expect(failureOf(await databricks({ warehouse_id: 'silent' }, undefined, 800))).toBe(
      'authenticate: timeout',
    );
  });

  it.each(['DATABRICKS', 'DELTALAKE'])('%s sends its token to nobody who is not verified', async (type) => {
    const before = service.asked.length;
    const target = {
      payload: { host: 'localhost', port: service.port, http_path: WAREHOUSE, httppath: WAREHOUSE },
      credential: { type: 'TOKEN', payload: { token: DATABRICKS_TOKEN } },
      tlsMode: 'verify-full' as const,
    };
    expect(failureOf(await prober.probe(type, target))).toBe('tls: tls_untrusted');
    const elsewhere = { ...target.payload, host: '127.0.0.1' };
    const trusting = { ...target, transport: { tls: { ca: authority.ca } } };
    expect(failureOf(await prober.probe(type, { ...trusting, payload: elsewhere }))).toBe(
      'tls: tls_name_mismatch',
    );
    expect(service.asked).toHaveLength(before);
  });

  it('knows a closed port', async () => {
    const port = await closedPort(await authority.issue('localhost'));
    expect(failureOf(await databricks({ port }))).toBe('connect: connect_refused');
  });
});
