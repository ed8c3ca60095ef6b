import {
  CONNECTIONS,
  type DatabaseWorld,
  databaseClient,
  inSample,
  startDatabaseWorld,
} from '../support/database-connections.js';
import { createTenant } from '../support/tenant.js';

const TOKEN = expect.stringMatching(/^pbc1_[\w-]{22}$/) as string;
const TIME = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/) as string;

/** What this contract adds to the page's answers: the other page's members of the same resource. */
const MORE = {
  dialect: 'postgresql',
  use_ssh: false,
  path_to_credentials_file: null,
  llm_api_key: null,
  ssh_settings: null,
  file_storage: null,
};

/** The conversation of the KAI page, with the substitutions of `substitutions.md`. */
describe('the KAI page', () => {
  let world: DatabaseWorld;
  beforeAll(async () => {
    world = await startDatabaseWorld();
    // The page's own user and databases.
    await inSample(world, [
      `create role "user" login password 'password'`,
      'create database dbname',
      'create database updated_dbname',
    ]);
    for (const database of ['dbname', 'updated_dbname']) {
      const tables = ['create table tables_of_kai (id int)', 'grant select on tables_of_kai to "user"'];
      await inSample(world, tables, database);
    }
  });
  afterAll(() => world.stop());

  const uri = (database: string): string => {
    const login = ['user', 'password'].join(':');
    return `postgresql://${login}@localhost:${world.sample.port}/${database}`;
  };

  it('is answered as it shows', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const created = await client
      .post('/database-connections', {
        alias: 'my_database',
        connection_uri: uri('dbname'),
        schemas: ['public'],
        metadata: { type: 'postgres' },
      })
      .expect(201);
    const shown = {
      id: expect.stringMatching(/^\d+$/) as string,
      alias: 'my_database',
      connection_uri: TOKEN,
      schemas: ['public'],
      metadata: { type: 'postgres' },
      created_at: TIME,
    };
    expect(created.body).toEqual({ ...shown, ...MORE });
    const { id, created_at } = created.body as { id: string; created_at: string };

    const listed = await client.get('/database-connections').expect(200);
    expect(listed.body).toEqual([{ ...shown, ...MORE, id, created_at }]);

    const changed = await client
      .put(`/database-connections/${id}`, {
        alias: 'updated_database',
        connection_uri: uri('updated_dbname'),
        schemas: ['public'],
        metadata: { type: 'postgres', version: '12' },
      })
      .expect(200);
    const updated = {
      ...shown,
      ...MORE,
      id,
      created_at,
      alias: 'updated_database',
      metadata: { type: 'postgres', version: '12' },
    };
    expect(changed.body).toEqual(updated);

    const deleted = await client
      .delete(`/database-connections/${id}`)
      .set('content-type', 'application/json')
      .expect(200);
    expect(deleted.body).toEqual(updated);
    expect((await client.get('/database-connections').expect(200)).body).toEqual([]);
  });

  it('has the errors that it lists', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const invalid = await client.post('/database-connections', { alias: 'my_database' }).expect(400);
    expect(invalid.body).toMatchObject({ error_code: 'invalid_request' });
    const malformed = await world.test
      .http()
      .post(CONNECTIONS)
      .set({ authorization: `Bearer ${tenant.admin}`, 'content-type': 'application/json' })
      .send('{"alias":')
      .expect(400);
    expect(malformed.body).toMatchObject({ error_code: 'invalid_request', detail: null });
    for (const id of ['12345', 'unknown', '0', '9'.repeat(30)]) {
      const unknown = await client.delete(`/database-connections/${id}`).expect(404);
      expect(unknown.body).toMatchObject({ error_code: 'database_connection_not_found', detail: null });
    }
  });
});
