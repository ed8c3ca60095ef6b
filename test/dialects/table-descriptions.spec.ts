import { unique } from '../support/app.js';
import {
  type DatabaseWorld,
  databaseClient,
  sampleUri,
  startDatabaseWorld,
  tablesOf,
} from '../support/database-connections.js';
import { createTenant } from '../support/tenant.js';

let world: DatabaseWorld;
beforeAll(async () => {
  world = await startDatabaseWorld();
});
afterAll(() => world.stop());

describe('table descriptions', () => {
  const made = async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const body = { alias: unique('db'), connection_uri: sampleUri(world.sample) };
    const { id } = (await client.post('/database-connections', body).expect(201)).body as { id: string };
    await tablesOf(client, id);
    return { tenant, client, id };
  };

  it('are scanned on request, and keep what people say of them', async () => {
    const { client, id } = await made();
    const [found] = (
      await client.get(`/table-descriptions?db_connection_id=${id}&table_name=orders`).expect(200)
    ).body;
    expect(found).toMatchObject({
      db_connection_id: id,
      table_name: 'orders',
      schema_name: 'public',
      status: 'NOT_SCANNED',
      table_schema: null,
      examples: [],
      last_schema_sync: null,
    });
    const path = `/table-descriptions/${found.id}`;
    const begun = await client
      .post('/table-descriptions/sync-schemas', { db_connection_id: id, table_names: ['orders'] })
      .expect(201);
    expect(begun.body).toMatchObject([{ id: found.id, table_name: 'orders' }]);
    const scanned = async (): Promise<{ status: string; columns: { name: string }[] }> => {
      const { body: table } = await client.get(path).expect(200);
      return table.status === 'SCANNED' ? table : scanned();
    };
    expect(await scanned()).toMatchObject({
      table_schema: expect.stringContaining('orders'),
      last_schema_sync: expect.any(String),
      examples: [{}, {}, {}],
      error_message: null,
    });
    const { columns } = await scanned();
    expect(columns.find(({ name }) => name === 'customer_id')).toEqual({
      name: 'customer_id',
      data_type: 'integer',
      is_primary_key: false,
      description: null,
      low_cardinality: false,
      categories: null,
      foreign_key: { field_name: 'id', reference_table: 'customers' },
    });

    const said = {
      ...(await client.get(path).expect(200)).body,
      description: 'What was bought.',
      columns: [{ name: 'customer_id', description: 'Who buys.' }],
      metadata: { owner: 'sales' },
    };
    const described = await client.put(path, said).expect(200);
    expect(described.body).toMatchObject({ description: 'What was bought.', metadata: { owner: 'sales' } });
    const refreshed = await client.post('/table-descriptions/refresh', { db_connection_id: id }).expect(201);
    expect(refreshed.body.find((one: { id: string }) => one.id === found.id)).toEqual(described.body);
    const unchanged = await client.put(path, { columns: [{ name: 'customer_id' }] }).expect(200);
    expect(unchanged.body).toEqual(described.body);
    await client.put(path, { columns: [{ name: 'nothing', description: 'x' }] }).expect(400);
    await client.put(path, { columns: 'x' }).expect(400);
  });

  it('are asked for by query too, by id, and never across places', async () => {
    const { client, id } = await made();
    const foreign = await made();
    const refreshed = await client.post(`/table-descriptions/refresh?db_connection_id=${id}`).expect(201);
    const ids = refreshed.body.map((one: { id: string }) => one.id) as string[];
    const all = await client.get('/table-descriptions').expect(200);
    expect(all.body.map((one: { id: string }) => one.id)).toEqual(ids);
    expect((await client.post('/table-descriptions/sync-schemas', { ids }).expect(201)).body).toHaveLength(3);

    const first = await client.get('/table-descriptions?limit=2').expect(200);
    const next = /<(.*)>; rel="next"/.exec(first.headers['link'] ?? '')![1]!;
    const rest = await client.get(next.replace('/api/v1', '')).expect(200);
    expect([...first.body, ...rest.body].map(({ id: one }) => one as string)).toEqual(ids);

    const { client: other } = foreign;
    const unknown = { error_code: 'table_description_not_found' };
    for (const answer of [
      await other.get(`/table-descriptions/${ids[0]}`).expect(404),
      await other.put(`/table-descriptions/${ids[0]}`, { description: 'x' }).expect(404),
      await other.post('/table-descriptions/sync-schemas', { ids }).expect(404),
      await other.get('/table-descriptions/none').expect(404),
    ]) {
      expect(answer.body).toMatchObject(unknown);
    }
    await other.get(`/table-descriptions?db_connection_id=${id}`).expect(404);
    await other.post('/table-descriptions/refresh', { db_connection_id: id }).expect(404);
    await other.post('/table-descriptions/sync-schemas', { db_connection_id: id }).expect(404);
  });

  it('are not looked for without a connection that is named', async () => {
    const { client } = await made();
    for (const [path, sent] of [
      ['refresh', {}],
      ['sync-schemas', {}],
      ['sync-schemas', { ids: 'all' }],
      ['sync-schemas', { db_connection_id: '1', table_names: [1] }],
    ] as const) {
      const refused = await client.post(`/table-descriptions/${path}`, sent).expect(400);
      expect(refused.body).toMatchObject({ error_code: 'invalid_request' });
    }
  });
});
