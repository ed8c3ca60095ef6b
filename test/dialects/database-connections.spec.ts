import { unique } from '../support/app.js';
import { sampleConnection } from '../support/checks.js';
import {
  CONNECTIONS,
  type DatabaseWorld,
  databaseClient,
  sampleUri,
  startDatabaseWorld,
  tablesOf,
  TABLES,
} from '../support/database-connections.js';
import { nativeClient } from '../support/native-client.js';
import { createProject, createTenant } from '../support/tenant.js';

const TOKEN = expect.stringMatching(/^pbc1_[\w-]{22}$/);

let world: DatabaseWorld;
beforeAll(async () => {
  world = await startDatabaseWorld();
});
afterAll(() => world.stop());

const body = (more: object = {}) => ({
  alias: unique('db'),
  connection_uri: sampleUri(world.sample),
  ...more,
});

describe('database connections', () => {
  it('are protected', async () => {
    const tenant = await createTenant(world.test);
    for (const path of [CONNECTIONS, TABLES]) {
      const refused = await world.test.http().get(path).expect(401);
      expect(refused.headers['www-authenticate']).toBe('Bearer');
      expect(refused.body).toEqual({
        error_code: 'credential_missing',
        message: expect.any(String),
        description: expect.any(String),
        detail: null,
      });
    }
    const viewer = databaseClient(world, tenant.token('viewer'));
    await viewer.get('/database-connections').expect(200);
    const refused = await viewer.post('/database-connections', body()).expect(403);
    expect(refused.body).toMatchObject({ error_code: 'permission_denied' });
    await viewer.post('/table-descriptions/refresh', { db_connection_id: '1' }).expect(403);
  });

  it('are tested, stored, discovered, shown, replaced and deleted', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const sent = body({
      llm_api_key: 'example-llm-key',
      file_storage: {
        name: 'S3',
        access_key_id: 'example-id',
        secret_access_key: 'example-secret',
        region: 'us-east-1',
        bucket: 'my-bucket',
      },
      metadata: { team: 'sales' },
      who: 'cares',
    });
    const made = await client.post('/database-connections', sent).expect(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      alias: sent.alias,
      dialect: 'postgresql',
      use_ssh: false,
      connection_uri: TOKEN,
      path_to_credentials_file: null,
      llm_api_key: TOKEN,
      ssh_settings: null,
      file_storage: {
        name: 'S3',
        access_key_id: TOKEN,
        secret_access_key: TOKEN,
        region: 'us-east-1',
        bucket: 'my-bucket',
      },
      schemas: ['public'],
      metadata: { team: 'sales' },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    const { id } = made.body as { id: string };
    const path = `/database-connections/${id}`;
    expect((await client.get('/database-connections').expect(200)).body).toEqual([made.body]);
    expect((await client.get(path).expect(200)).body).toEqual(made.body);
    expect((await client.get(`${path}/`).expect(200)).body).toEqual(made.body);

    const tables = await tablesOf(client, id);
    expect(tables.map((one) => [one.table_name, one.status]).sort()).toEqual([
      ['customer_totals', 'NOT_SCANNED'],
      ['customers', 'NOT_SCANNED'],
      ['orders', 'NOT_SCANNED'],
    ]);

    expect((await client.put(path, made.body).expect(200)).body).toEqual(made.body);
    const native = nativeClient(world.test, tenant);
    expect((await native.get(`/connections/${id}`).expect(200)).body).toMatchObject({ version: 1 });

    const renamed = { ...made.body, alias: 'renamed', metadata: null, llm_api_key: '' };
    expect((await client.put(path, renamed).expect(200)).body).toEqual({
      ...made.body,
      alias: 'renamed',
      metadata: null,
      llm_api_key: null,
    });
    const deleted = await client.delete(path).set('content-type', 'application/json').expect(200);
    expect(deleted.body).toMatchObject({ id, alias: 'renamed', connection_uri: TOKEN });
    for (const gone of [client.get(path), client.put(path, renamed), client.delete(path)]) {
      expect((await gone.expect(404)).body).toMatchObject({ error_code: 'database_connection_not_found' });
    }
    expect((await client.get('/database-connections').expect(200)).body).toEqual([]);
  });

  it('are not stored when their test fails, and nothing says why in the words of a server', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const wrong = body({ connection_uri: sampleUri(world.sample, { password: 'c4n4ry-w0rd' }) });
    const refused = await client.post('/database-connections', wrong).expect(400);
    expect(refused.body).toEqual({
      error_code: 'invalid_database_connection',
      message: `Unable to connect to db: ${wrong.alias}`,
      description: expect.stringMatching(/^The login was refused\. /),
      detail: { alias: wrong.alias, use_ssh: false },
    });
    expect(refused.text).not.toMatch(/c4n4ry|password authentication|FATAL/);
    expect((await client.get('/database-connections').expect(200)).body).toEqual([]);
    await client.post('/database-connections', { ...body(), alias: wrong.alias }).expect(201);
  });

  it('keep what is stored when the test of a replacement fails', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const made = await client.post('/database-connections', body()).expect(201);
    const path = `/database-connections/${made.body.id}`;
    const elsewhere = { alias: 'other', connection_uri: sampleUri(world.sample, { name: 'nowhere' }) };
    const refused = await client.put(path, elsewhere).expect(400);
    expect(refused.body).toMatchObject({
      error_code: 'invalid_database_connection',
      message: 'Unable to connect to db: other',
    });
    expect((await client.get(path).expect(200)).body).toEqual(made.body);
  });

  it('have an alias of their own in their place, whatever its case', async () => {
    const tenant = await createTenant(world.test);
    const project = await createProject(world.test, tenant);
    const client = databaseClient(world, tenant.admin);
    const first = body({ alias: 'Sales' });
    await client.post('/database-connections', first).expect(201);
    const taken = await client.post('/database-connections', { ...first, alias: 'sales' }).expect(400);
    expect(taken.body).toMatchObject({
      error_code: 'db_connection_alias_exists',
      detail: { alias: 'sales', use_ssh: false },
    });
    await databaseClient(world, tenant.admin, project).post('/database-connections', first).expect(201);
  });

  it('happen once, however often they are sent with one key', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const sent = body();
    const once = () => client.post('/database-connections', sent).set('idempotency-key', 'a-key').expect(201);
    const first = await once();
    const second = await once();
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect((await client.get('/database-connections').expect(200)).body).toHaveLength(1);
  });

  it('belong to the project that the caller is bound to, or names, or else to the whole tenant', async () => {
    const tenant = await createTenant(world.test);
    const [one, two] = [await createProject(world.test, tenant), await createProject(world.test, tenant)];
    const bound = databaseClient(world, tenant.token('editor', [one]));
    const made = await bound.post('/database-connections', body()).expect(201);
    const native = nativeClient(world.test, tenant);
    expect((await native.get(`/connections/${made.body.id}`).expect(200)).body).toMatchObject({
      scope: 'PROJECT',
      project_id: one,
    });
    const wide = databaseClient(world, tenant.admin);
    const global = await wide.post('/database-connections', body()).expect(201);
    expect((await native.get(`/connections/${global.body.id}`).expect(200)).body).toMatchObject({
      scope: 'GLOBAL',
    });
    expect((await bound.get('/database-connections').expect(200)).body).toEqual([made.body]);
    expect((await wide.get('/database-connections').expect(200)).body).toEqual([global.body]);
    await bound.get(`/database-connections/${global.body.id}`).expect(404);
    await wide.get(`/database-connections/${made.body.id}`).expect(404);
    const inOne = databaseClient(world, tenant.admin, one);
    expect((await inOne.get('/database-connections').expect(200)).body).toEqual([made.body]);

    const both = tenant.token('editor', [one, two]);
    const torn = await databaseClient(world, both).get('/database-connections').expect(400);
    expect(torn.body).toMatchObject({ error_code: 'project_required' });
    expect((await databaseClient(world, both, two).get('/database-connections').expect(200)).body).toEqual(
      [],
    );
    await databaseClient(world, tenant.token('editor', [one]), two)
      .get('/database-connections')
      .expect(404);
    const editor = databaseClient(world, tenant.token('editor'));
    const refused = await editor.post('/database-connections', body()).expect(403);
    expect(refused.body).toMatchObject({ error_code: 'global_scope_forbidden' });
  });
});

describe('a connection that another contract made', () => {
  it('is shown with its dialect and a token, and can be sent back as it is', async () => {
    const tenant = await createTenant(world.test);
    const native = nativeClient(world.test, tenant);
    const name = unique('native');
    const made = await native.post('/connections', sampleConnection(world.sample, { name })).expect(201);
    await native
      .post('/connections', {
        name: unique('bucket'),
        type: 'S3',
        payload: { bucket: 'example' },
        credential: { type: 'AWS', payload: { access_key: 'a', secret_key: 'b' } },
      })
      .expect(201);
    const client = databaseClient(world, tenant.admin);
    const list = await client.get('/database-connections').expect(200);
    expect(list.body).toEqual([
      {
        id: String(made.body.id),
        alias: name,
        dialect: 'postgresql',
        use_ssh: false,
        connection_uri: TOKEN,
        path_to_credentials_file: null,
        llm_api_key: null,
        ssh_settings: null,
        file_storage: null,
        schemas: null,
        metadata: null,
        created_at: made.body.created_at,
      },
    ]);
    const path = `/database-connections/${made.body.id}`;
    expect((await client.put(path, list.body[0]).expect(200)).body).toEqual(list.body[0]);
    expect((await native.get(`/connections/${made.body.id}`).expect(200)).body).toMatchObject({
      version: 1,
      schemas: null,
    });
  });

  it('of a type without words here is unknown', async () => {
    const tenant = await createTenant(world.test);
    const made = await nativeClient(world.test, tenant)
      .post('/connections', {
        name: unique('bucket'),
        type: 'S3',
        payload: { bucket: 'example' },
        credential: { type: 'AWS', payload: { access_key: 'a', secret_key: 'b' } },
      })
      .expect(201);
    const client = databaseClient(world, tenant.admin);
    const path = `/database-connections/${made.body.id}`;
    await client.get(path).expect(404);
    await client.put(path, body()).expect(404);
    await client.delete(path).expect(404);
    await client.get(`/table-descriptions?db_connection_id=${made.body.id}`).expect(404);
    await client.post('/table-descriptions/refresh', { db_connection_id: String(made.body.id) }).expect(404);
    const sync = { db_connection_id: String(made.body.id) };
    await client.post('/table-descriptions/sync-schemas', sync).expect(404);
  });
});

describe('a token in the place of a secret', () => {
  it('of another tenant, another connection or another field is refused, and stored nowhere', async () => {
    const [tenant, foreign] = [await createTenant(world.test), await createTenant(world.test)];
    const client = databaseClient(world, tenant.admin);
    const own = await client.post('/database-connections', body({ llm_api_key: 'key' })).expect(201);
    const sibling = await client.post('/database-connections', body()).expect(201);
    const other = await databaseClient(world, foreign.admin)
      .post('/database-connections', body({ llm_api_key: 'key' }))
      .expect(201);
    const path = `/database-connections/${own.body.id}`;
    const changes: [field: string, change: object][] = [
      ['connection_uri', { connection_uri: sibling.body.connection_uri }],
      ['connection_uri', { connection_uri: other.body.connection_uri }],
      ['connection_uri', { connection_uri: own.body.llm_api_key }],
      ['llm_api_key', { llm_api_key: own.body.connection_uri }],
      ['llm_api_key', { llm_api_key: other.body.llm_api_key }],
    ];
    for (const [field, change] of changes) {
      const refused = await client.put(path, { ...own.body, ...change }).expect(400);
      expect(refused.body).toEqual({
        error_code: 'invalid_request',
        message: expect.any(String),
        description: `${field} holds the token of something else; send the value itself.`,
        detail: { alias: own.body.alias, use_ssh: false, schemas: ['public'] },
      });
    }
    const create = { ...own.body, alias: unique('copy') };
    expect((await client.post('/database-connections', create).expect(400)).body).toMatchObject({
      error_code: 'invalid_request',
    });
    expect((await client.get(path).expect(200)).body).toEqual(own.body);
  });

  it('does not take a stored secret behind another SSH server', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const made = await client.post('/database-connections', body()).expect(201);
    const refused = await client
      .put(`/database-connections/${made.body.id}`, {
        ...made.body,
        use_ssh: true,
        ssh_settings: { host: 'bastion.example.com', username: 'u', password: 'p' },
      })
      .expect(400);
    expect(refused.body).toEqual({
      error_code: 'secret_reentry_required',
      message: expect.any(String),
      description: 'connection_uri must be sent again: its destination changed.',
      detail: {
        alias: made.body.alias,
        use_ssh: true,
        schemas: ['public'],
        ssh_settings: { host: 'bastion.example.com', username: 'u' },
      },
    });
  });
});
