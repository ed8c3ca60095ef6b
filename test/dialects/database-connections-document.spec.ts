import { unique } from '../support/app.js';
import {
  type DatabaseWorld,
  databaseClient,
  sampleUri,
  startDatabaseWorld,
  tablesOf,
} from '../support/database-connections.js';
import { nativeClient } from '../support/native-client.js';
import { type OpenApiDocument, OpenApiContract } from '../support/openapi-contract.js';
import { createTenant } from '../support/tenant.js';

describe('the document of the database-connections contract', () => {
  let world: DatabaseWorld;
  let contract: OpenApiContract;
  beforeAll(async () => {
    world = await startDatabaseWorld();
    const answer = await world.test.http().get('/openapi/database-connections.json').expect(200);
    contract = new OpenApiContract(answer.body as OpenApiDocument);
  });
  afterAll(() => world.stop());

  it('has the routes of this contract, and no other', () => {
    const paths = contract.operations().map(({ method, path }) => `${method} ${path}`);
    expect(paths.sort()).toEqual([
      'delete /api/v1/database-connections/{connectionId}',
      'get /api/v1/database-connections',
      'get /api/v1/database-connections/{connectionId}',
      'get /api/v1/table-descriptions',
      'get /api/v1/table-descriptions/{tableId}',
      'post /api/v1/database-connections',
      'post /api/v1/table-descriptions/refresh',
      'post /api/v1/table-descriptions/sync-schemas',
      'put /api/v1/database-connections/{connectionId}',
      'put /api/v1/table-descriptions/{tableId}',
    ]);
  });

  it('describes real requests, answers and errors, which hold no secret; nor do logs and the audit', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const secret = unique('c4n4ry');
    const body = {
      alias: 'shop',
      connection_uri: sampleUri(world.sample),
      llm_api_key: `${secret}-llm`,
      ssh_settings: { host: 'bastion', username: 'u', password: `${secret}-ssh` },
      file_storage: { name: 'S3', access_key_id: `${secret}-id`, secret_access_key: `${secret}-key` },
      metadata: {},
    };
    const wrong = { ...body, connection_uri: sampleUri(world.sample, { password: `${secret}-word` }) };
    const refused = await client.post('/database-connections', wrong).expect(400);
    const made = await client.post('/database-connections', body).expect(201);
    const { id } = made.body as { id: string };
    const path = `/database-connections/${id}`;
    const elsewhere = { ...made.body, use_ssh: true, ssh_settings: body.ssh_settings };
    const errors = [
      refused,
      await client.put(path, elsewhere).expect(400),
      await client.post('/database-connections', { ...body, connection_uri: secret }).expect(400),
      await client.post('/database-connections', body).expect(400),
      await client.get('/database-connections/nothing').expect(404),
      await databaseClient(world, tenant.token('viewer')).delete(path).expect(403),
    ];
    const answers = [made, await client.get(path).expect(200), await client.put(path, made.body).expect(200)];
    const [table] = await tablesOf(client, id);
    expect(contract.broken('DatabaseConnectionRequest', body)).toEqual([]);
    for (const { body: answer } of answers) {
      expect(contract.broken('DatabaseConnection', answer)).toEqual([]);
      expect(contract.broken('DatabaseConnectionRequest', answer)).toEqual([]);
    }
    for (const { body: error } of errors) {
      expect(contract.broken('DatabaseConnectionError', error)).toEqual([]);
    }
    expect(contract.broken('TableDescriptionAnswer', table)).toEqual([]);
    expect(contract.broken('TableDescriptionRequest', table)).toEqual([]);

    const audit = await nativeClient(world.test, tenant).get('/audit-events').expect(200);
    const seen = [...errors, ...answers, audit].map(({ text }) => text);
    expect([...seen, ...world.test.logged].filter((text) => text.includes(secret))).toEqual([]);
  });
});
