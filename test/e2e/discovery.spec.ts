import pg from 'pg';
import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { sampleConnection } from '../support/checks.js';
import { nativeClient } from '../support/native-client.js';
import { withClient } from '../support/databases.js';
import { type OwnDatabase, useOwnDatabase } from '../support/own-database.js';
import { useSample } from '../support/shared-sample.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';
import { jobEnded, startTestWorker } from '../support/worker.js';

const TIME = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/);

describe('the discovery of tables', () => {
  let test: TestApp;
  let sample: SampleDatabase;
  let worker: RunningWorker;
  let store: OwnDatabase;
  beforeAll(async () => {
    store = await useOwnDatabase();
    sample = await useSample();
    test = await startTestApp();
    worker = await startTestWorker();
  });
  afterAll(async () => {
    await worker?.stop();
    await test.close();
    await sample.stop();
    await store.drop();
  });

  const inSource = async (...statements: string[]): Promise<void> => {
    const { host, port, database, superuser } = sample;
    const client = new pg.Client({
      host,
      port,
      database,
      user: superuser.username,
      password: superuser.password,
    });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  /** A schema of one case's own, so that cases do not see each other's tables. */
  const ownSchema = async (...statements: string[]): Promise<string> => {
    const schema = unique('s').replace('-', '_');
    await inSource(
      `create schema ${schema}`,
      `grant usage on schema ${schema} to ${sample.good.username}`,
      `alter default privileges in schema ${schema} grant select on tables to ${sample.good.username}`,
      `set search_path = ${schema}`,
      ...statements,
    );
    return schema;
  };
  const connect = async (tenant: TestTenant, more: object = {}): Promise<number> => {
    const body = { ...sampleConnection(sample, { name: unique('c') }), ...more };
    return (await nativeClient(test, tenant).post('/connections', body).expect(201)).body.id as number;
  };
  const discover = async (tenant: TestTenant, id: number) => {
    const begun = await nativeClient(test, tenant).post(`/connections/${id}/discover`, {}).expect(202);
    return jobEnded(test, tenant, begun.body.id as number);
  };
  const get = async (tenant: TestTenant, path: string) =>
    (await nativeClient(test, tenant).get(path).expect(200)).body;

  it('is protected', async () => {
    const tenant = await createTenant(test);
    const id = await connect(tenant);
    await test.http().post(`${tenant.base}/connections/${id}/discover`).expect(401);
    const viewer = bearer(tenant.token('viewer'));
    await test.http().post(`${tenant.base}/connections/${id}/discover`).set(viewer).send({}).expect(403);
    await test.http().get(`${tenant.base}/connections/${id}/tables`).expect(401);
    await test.http().get(`${tenant.base}/connections/${id}/tables`).set(viewer).expect(200);
  });

  it('finds tables with their columns, and shows them by page and by filter', async () => {
    const tenant = await createTenant(test);
    const id = await connect(tenant);
    expect(await get(tenant, `/connections/${id}`)).toMatchObject({
      indexing_status: 'UNKNOWN',
      include_tables: null,
      exclude_all_tables: false,
    });
    const job = await discover(tenant, id);
    expect(job).toMatchObject({ state: 'succeeded', attempts: 1, error: null });
    expect(job.progress.tables_total).toBe(job.progress.tables_done);
    expect(await get(tenant, `/connections/${id}`)).toMatchObject({
      indexing_status: 'INDEXED',
      indexing_status_last_updated: TIME,
    });
    const tables = await get(tenant, `/connections/${id}/tables?schema=public`);
    expect(tables.map(({ name }: { name: string }) => name)).toEqual([
      'customer_totals',
      'customers',
      'orders',
    ]);
    expect(tables[1]).toEqual({
      id: expect.any(Number),
      connection_id: id,
      catalog: null,
      schema: 'public',
      name: 'customers',
      kind: 'table',
      comment: null,
      description: null,
      row_estimate: null,
      column_count: 4,
      status: 'NOT_SCANNED',
      error: null,
      first_seen_at: TIME,
      changed_at: TIME,
      last_synced_at: null,
    });
    const orders = await get(tenant, `/tables/${tables[2].id}`);
    expect(orders.columns[1]).toEqual({
      name: 'customer_id',
      type: 'integer',
      normalized_type: 'integer',
      nullable: false,
      primary_key: false,
      foreign_key: { schema: 'public', table: 'customers', column: 'id' },
      comment: null,
      description: null,
      low_cardinality: null,
      categories: null,
    });
    expect(await get(tenant, `/connections/${id}/changes`)).toEqual([]);

    const first = await nativeClient(test, tenant).get(`/connections/${id}/tables?schema=public&limit=2`);
    const next = /<([^>]+)>/.exec(first.headers['link'] as string)![1]!;
    const second = await test.http().get(next).set(bearer(tenant.admin)).expect(200);
    expect([...first.body, ...second.body]).toEqual(tables);
    expect(await get(tenant, `/connections/${id}/tables?name=orders&schema=public`)).toEqual([tables[2]]);
    expect(await get(tenant, `/connections/${id}/tables?status=SCANNED`)).toEqual([]);
  });

  it('lists what the filter lets through, and discovers nothing where all is excluded', async () => {
    const tenant = await createTenant(test);
    const schema = await ownSchema(
      'create table a (x int)',
      'create table b (x int)',
      'create table c (x int)',
    );
    const id = await connect(tenant, { include_tables: [`${schema}.*`], exclude_tables: [`${schema}.b`] });
    await discover(tenant, id);
    const names = async () =>
      (await get(tenant, `/connections/${id}/tables`)).map(({ name, status }: Record<string, string>) => [
        name,
        status,
      ]);
    expect(await names()).toEqual([
      ['a', 'NOT_SCANNED'],
      ['c', 'NOT_SCANNED'],
    ]);
    const client = nativeClient(test, tenant);
    const changed = await client.put(`/connections/${id}`, {
      exclude_tables: null,
      include_tables: [`${schema}.b`],
    });
    expect(changed.body).toMatchObject({ indexing_status: 'UNKNOWN', exclude_tables: null });
    await discover(tenant, id);
    expect(await names()).toEqual([
      ['a', 'DEPRECATED'],
      ['b', 'NOT_SCANNED'],
      ['c', 'DEPRECATED'],
    ]);
    const skipped = await client.put(`/connections/${id}`, { exclude_all_tables: true });
    expect(skipped.body.indexing_status).toBe('SKIPPED');
    await client.post(`/connections/${id}/discover`, { schemas: [schema] }).expect(422);
    const refused = await client.post(`/connections/${id}/discover`, {}).expect(409);
    expect(refused.body.code).toBe('discovery_skipped');
    const again = await client.put(`/connections/${id}`, { exclude_all_tables: null });
    expect(again.body.indexing_status).toBe('UNKNOWN');
  });

  it('finds and leaves out by names that have dots themselves', async () => {
    const [tenant, schema] = [await createTenant(test), await ownSchema('create table "a.b" (x int)')];
    const dotted = `${schema}.v1`;
    await inSource(`create schema "${dotted}"`, `create table "${dotted}"."c.d" (x int)`);
    await inSource(
      `grant usage on schema "${dotted}" to public`,
      `grant select on "${dotted}"."c.d" to public`,
    );
    const found = async (filter: object) => {
      const id = await connect(tenant, { ...filter, schemas: [schema, dotted] });
      await discover(tenant, id);
      return (await get(tenant, `/connections/${id}/tables`)).map(({ name }: { name: string }) => name);
    };
    expect(await found({ include_tables: [`${dotted}.*`] })).toEqual(['c.d']);
    expect(await found({ exclude_tables: [`${dotted}.*`] })).toEqual(['a.b']);
    expect(await found({ include_tables: [`${dotted}.c.d`] })).toEqual(['c.d']);
    expect(await found({ include_tables: [`${schema}.a.b`] })).toEqual(['a.b']);
  });

  it.each([
    [{ include_tables: ['orders'] }, 'include_tables[0]', 'pattern'],
    [{ exclude_tables: ['public.*', 'public.tmp_*'] }, 'exclude_tables[1]', 'pattern'],
    [{ include_tables: ['*.*'] }, 'include_tables[0]', 'pattern'],
    [{ exclude_tables: 'public.*' }, 'exclude_tables', 'array'],
    [{ schemas: [''] }, 'schemas[0]', 'pattern'],
    [{ schemas: ['a', 'half\udc00'] }, 'schemas[1]', 'pattern'],
    [{ exclude_tables: ['half\udc00.*'] }, 'exclude_tables[0]', 'pattern'],
    [{ exclude_all_tables: 'yes' }, 'exclude_all_tables', 'boolean'],
    [{ discovery_schedule: 'daily' }, 'discovery_schedule', 'cron'],
    [{ indexing_status: 'INDEXED' }, 'indexing_status', 'unknown'],
  ])('refuses %j', async (members, path, rule) => {
    const tenant = await createTenant(test);
    const answer = await nativeClient(test, tenant)
      .post('/connections', { ...redshift(), ...members })
      .expect(422);
    expect(answer.body.errors).toEqual([{ path, rule, message: expect.any(String) }]);
  });

  it('says what changed since the last time, and what of it breaks', async () => {
    const tenant = await createTenant(test);
    const schema = await ownSchema(
      'create table kept (a int, b text, c int)',
      'create table gone (a int)',
      'create table same (a int)',
    );
    const id = await connect(tenant, { schemas: [schema] });
    await discover(tenant, id);
    const before = await get(tenant, `/connections/${id}/tables?name=same`);
    await inSource(
      `set search_path = ${schema}`,
      'alter table kept drop column b, alter column c type bigint, add column d date',
      'drop table gone',
      'create table fresh (a int)',
    );
    await discover(tenant, id);
    const changes = await get(tenant, `/connections/${id}/changes`);
    expect(
      changes
        .map((one: Record<string, unknown>) => [one['change'], one['table'], one['column'], one['breaking']])
        .sort(),
    ).toEqual([
      ['column_added', 'kept', 'd', false],
      ['column_changed', 'kept', 'c', true],
      ['column_removed', 'kept', 'b', true],
      ['table_added', 'fresh', null, false],
      ['table_removed', 'gone', null, true],
    ]);
    expect(changes.find(({ change }: { change: string }) => change === 'column_changed')).toMatchObject({
      before: { type: 'integer', normalized_type: 'integer', primary_key: false, foreign_key: null },
      after: { type: 'bigint', nullable: true, comment: null },
    });
    expect(await get(tenant, `/connections/${id}/changes?breaking=false`)).toHaveLength(2);
    expect(await get(tenant, `/connections/${id}/tables?name=same`)).toEqual(before);
    await inSource(`create table ${schema}.gone (a int)`);
    await discover(tenant, id);
    expect(await get(tenant, `/connections/${id}/tables?name=gone`)).toMatchObject([
      { status: 'NOT_SCANNED' },
    ]);
    expect((await get(tenant, `/connections/${id}/changes`))[0]).toMatchObject({
      change: 'table_added',
      table: 'gone',
    });
  });

  it('reads no table again that the source marks as it was, until the connection is another', async () => {
    const tenant = await createTenant(test);
    const schema = await ownSchema('create table one (a int)', 'create table other (a int)');
    const id = await connect(tenant, { schemas: [schema] });
    await discover(tenant, id);
    // Whatever reads a table now finds that it is not as it is stored.
    await withClient('superuser', (client) =>
      client.query(
        `update catalog_tables set columns = '[]', content_hash = '\\x00' where connection_id = $1`,
        [id],
      ),
    );
    const counts = async (): Promise<[string, number][]> =>
      (await get(tenant, `/connections/${id}/tables`)).map(
        ({ name, column_count }: { name: string; column_count: number }) => [name, column_count],
      );
    await inSource(`comment on table ${schema}.other is 'Now with a comment'`);
    const job = await discover(tenant, id);
    expect(job.progress).toMatchObject({ tables_seen: 2, tables_done: 2, tables_total: 2 });
    expect(await counts()).toEqual([
      ['one', 0],
      ['other', 1],
    ]);
    await nativeClient(test, tenant)
      .put(`/connections/${id}`, { name: unique('c') })
      .expect(200);
    await discover(tenant, id);
    expect(await counts()).toEqual([
      ['one', 1],
      ['other', 1],
    ]);
  });

  it('looks at one table closely, and keeps what people say of it', async () => {
    const tenant = await createTenant(test);
    const schema = await ownSchema(
      'create table people (id int primary key, country text)',
      `insert into people values (1, 'GB'), (2, 'FI'), (3, 'GB'), (4, 'GB')`,
    );
    const id = await connect(tenant, { schemas: [schema] });
    await discover(tenant, id);
    const [{ id: tableId }] = await get(tenant, `/connections/${id}/tables`);
    const client = nativeClient(test, tenant);
    const said = {
      description: 'Everybody.',
      columns: [{ name: 'country', description: 'ISO 3166-1.' }],
      metadata: { owner: 'crm' },
    };
    const described = await client.patch(`/tables/${tableId}`, said).expect(200);
    expect(described.body).toMatchObject({ description: 'Everybody.', metadata: { owner: 'crm' } });
    const begun = await client.post(`/tables/${tableId}/sync`, {}).expect(202);
    expect(begun.body).toMatchObject({ kind: 'table_sync', table_id: tableId });
    expect(await jobEnded(test, tenant, begun.body.id)).toMatchObject({ state: 'succeeded' });
    const looked = await get(tenant, `/tables/${tableId}`);
    expect(looked).toMatchObject({ status: 'SCANNED', last_synced_at: TIME });
    expect(looked.ddl).toMatch(/^CREATE TABLE .*people/);
    expect(looked.example_rows).toHaveLength(3);
    const values = { low_cardinality: true, categories: ['FI', 'GB'] };
    expect(looked.columns[1]).toMatchObject({ ...values, description: 'ISO 3166-1.' });
    await inSource(`alter table ${schema}.people add column city text`);
    await discover(tenant, id);
    const later = await get(tenant, `/tables/${tableId}`);
    expect(later).toMatchObject({ status: 'NOT_SCANNED', description: 'Everybody.', column_count: 3 });
    expect(later.columns[1].description).toBe('ISO 3166-1.');
    await client.patch('/settings', { example_rows: false }).expect(200);
    const bare = await get(tenant, `/tables/${tableId}`);
    expect([bare.example_rows, bare.columns[1].categories, bare.ddl]).toEqual([null, null, looked.ddl]);
    const again = await client.post(`/tables/${tableId}/sync`, {}).expect(202);
    await jobEnded(test, tenant, again.body.id);
    const shy = await get(tenant, `/tables/${tableId}`);
    expect(shy).toMatchObject({ status: 'SCANNED', example_rows: null });
    expect(shy.columns[1]).toMatchObject({ low_cardinality: null, categories: null });
  });

  it.each([
    [{ description: 1 }, 'description', 'text'],
    [{ columns: [{ name: 'none', description: 'x' }] }, 'columns[0].name', 'exists'],
    [{ columns: [{ name: 'x' }] }, 'columns[0].description', 'required'],
    [{ status: 'SCANNED' }, 'status', 'unknown'],
    [{ metadata: [] }, 'metadata', 'object'],
    [{ metadata: { owners: ['\ud800'] } }, 'metadata', 'text'],
    [{ metadata: { '\0': 1 } }, 'metadata', 'text'],
    [{ description: '\udc00' }, 'description', 'text'],
  ])('takes no description such as %j', async (body, path, rule) => {
    const tenant = await createTenant(test);
    const schema = await ownSchema('create table t (x int)');
    const id = await connect(tenant, { schemas: [schema] });
    await discover(tenant, id);
    const [{ id: tableId }] = await get(tenant, `/connections/${id}/tables`);
    const answer = await nativeClient(test, tenant).patch(`/tables/${tableId}`, body).expect(422);
    expect(answer.body.errors).toEqual([{ path, rule, message: expect.any(String) }]);
  });

  it('ends in FAILED with what a check would say, and tries a refused login once', async () => {
    const tenant = await createTenant(test);
    const wrong = { type: 'SIMPLE', payload: { username: 'sample_reader', password: 'canary-wrong' } };
    const id = await connect(tenant, { credential: wrong });
    const job = await discover(tenant, id);
    expect(job).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'auth_failed' } });
    expect(JSON.stringify(job)).not.toContain('canary');
    expect(await get(tenant, `/connections/${id}`)).toMatchObject({ indexing_status: 'FAILED' });
    const closed = await connect(tenant, { payload: { host: '127.0.0.1', port: 1, database: 'x' } });
    expect(await discover(tenant, closed)).toMatchObject({
      state: 'failed',
      attempts: 4,
      error: { code: 'connect_refused' },
    });
  });

  it('belongs to its project and its tenant', async () => {
    const tenant = await createTenant(test);
    const other = await createTenant(test);
    const project = await createProject(test, tenant);
    const sibling = await createProject(test, tenant);
    const client = nativeClient(test, tenant);
    const made = await client
      .post(`/projects/${project}/connections`, sampleConnection(sample, { name: unique('c') }))
      .expect(201);
    const path = `/projects/${project}/connections/${made.body.id}`;
    const begun = await client.post(`${path}/discover`, {}).expect(202);
    expect(begun.body.project_id).toBe(project);
    await jobEnded(test, tenant, begun.body.id);
    const [table] = await get(tenant, `${path}/tables`);
    for (const [who, prefix] of [
      [tenant, `/projects/${sibling}`],
      [other, ''],
    ] as const) {
      await nativeClient(test, who).get(`${prefix}/tables/${table.id}`).expect(404);
      await nativeClient(test, who).get(`${prefix}/jobs/${begun.body.id}`).expect(404);
      await nativeClient(test, who).get(`${prefix}/connections/${made.body.id}/tables`).expect(404);
    }
    expect(await get(tenant, `/projects/${sibling}/jobs`)).toEqual([]);
    expect(await get(tenant, `/jobs?connection_id=${made.body.id}`)).toHaveLength(1);
  });
});
