import { parseConnectionUri, UriError } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import { unique } from '../support/app.js';
import {
  type DatabaseWorld,
  databaseClient,
  inSample,
  sampleUri,
  startDatabaseWorld,
  tablesOf,
} from '../support/database-connections.js';
import { fileClient, sqliteFile } from '../support/files.js';
import { nativeClient } from '../support/native-client.js';
import { createTenant } from '../support/tenant.js';

const TOKEN = expect.stringMatching(/^pbc1_[\w-]{22}$/) as string;
const TIME = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string;

/** The conversation of the Dataherald page, with the substitutions of `substitutions.md`. */
describe('the Dataherald page', () => {
  let world: DatabaseWorld;
  beforeAll(async () => {
    world = await startDatabaseWorld();
    await inSample(world, ['create database empty']);
  });
  afterAll(() => world.stop());

  it('takes its request, and answers as it shows', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const created = await client
      .post('/database-connections', {
        alias: 'string',
        use_ssh: false,
        connection_uri: sampleUri(world.sample, { scheme: 'postgresql+psycopg2' }),
        path_to_credentials_file: 'string',
        llm_api_key: 'string',
        ssh_settings: {
          host: 'string',
          username: 'string',
          password: 'string',
          private_key_password: 'string',
        },
        file_storage: {
          name: 'string',
          access_key_id: 'string',
          secret_access_key: 'string',
          region: 'string',
          bucket: 'string',
        },
      })
      .expect(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      alias: 'string',
      dialect: 'postgresql',
      use_ssh: false,
      connection_uri: TOKEN,
      path_to_credentials_file: 'string',
      llm_api_key: TOKEN,
      ssh_settings: null,
      file_storage: {
        name: 'string',
        access_key_id: TOKEN,
        secret_access_key: TOKEN,
        region: 'string',
        bucket: 'string',
      },
      schemas: ['public'],
      metadata: null,
      created_at: TIME,
    });
  });

  it('connects to its first example, the file of which was uploaded before', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const example = {
      alias: 'my_db_alias_identifier',
      use_ssh: false,
      connection_uri: 'sqlite:///mydb.db',
    };
    const missing = await client.post('/database-connections', example).expect(400);
    expect(missing.body).toMatchObject({ error_code: 'invalid_database_connection' });

    const files = fileClient(world.test, tenant);
    const content = await sqliteFile('create table items (id integer primary key, name text)');
    await files.put('mydb.db', content).expect(201);
    const created = await client.post('/database-connections', example).expect(201);
    expect(created.body).toMatchObject({
      alias: 'my_db_alias_identifier',
      dialect: 'sqlite',
      use_ssh: false,
      connection_uri: TOKEN,
      schemas: null,
    });
    const { id } = created.body as { id: string };
    expect(await tablesOf(client, id, 1)).toMatchObject([{ table_name: 'items', status: 'NOT_SCANNED' }]);
  });

  it('has its error, with what of the request is no secret', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const refused = await client
      .post('/database-connections', {
        alias: 'string',
        use_ssh: false,
        connection_uri: sampleUri(world.sample, { username: 'nobody-known' }),
      })
      .expect(400);
    expect(refused.body).toEqual({
      error_code: 'invalid_database_connection',
      message: 'Unable to connect to db: string',
      description: expect.any(String) as string,
      detail: { alias: 'string', use_ssh: false },
    });
    const empty = await client
      .post('/database-connections', {
        alias: 'string',
        connection_uri: sampleUri(world.sample, { name: 'empty' }),
      })
      .expect(400);
    expect(empty.body).toMatchObject({ error_code: 'empty_database' });
    const unsupported = await client
      .post('/database-connections', {
        alias: 'string',
        connection_uri: sampleUri(world.sample, { scheme: 'mysql+pymysql' }),
        schemas: ['one', 'two'],
      })
      .expect(400);
    expect(unsupported.body).toMatchObject({ error_code: 'schema_not_supported' });
    expect((await client.get('/database-connections').expect(200)).body).toEqual([]);
  });

  it('means a file of the upload area by a path, and no other', async () => {
    const tenant = await createTenant(world.test);
    const client = databaseClient(world, tenant.admin);
    const bigquery = (path_to_credentials_file: string) =>
      client
        .post('/database-connections', {
          alias: 'string',
          connection_uri: 'bigquery://v2-real-estate/K2',
          path_to_credentials_file,
        })
        .expect(400);
    const path = 'private_credentials/my-db-123456acbd.json';
    expect((await bigquery(path)).body).toMatchObject({
      error_code: 'invalid_request',
      description: 'path_to_credentials_file: There is no such file here.',
    });
    const files = fileClient(world.test, tenant);
    await files.put(path, '{"type": "authorized_user", "refresh_token": "c4n4ry"}').expect(201);
    const refused = await bigquery(path);
    expect(refused.body).toMatchObject({ error_code: 'invalid_request' });
    expect(refused.body.description).toMatch(/^path_to_credentials_file/);
    expect(refused.text).not.toContain('c4n4ry');
    for (const outside of ['../id_rsa', '/etc/passwd', 's3://bucket-name/file-name']) {
      expect((await bigquery(outside)).body).toMatchObject({ error_code: 'invalid_request' });
    }
  });

  const RDS = 'foo.rds.amazonaws.com';
  const ADMIN = ['admin', '123456'].join(':');
  const JON = ['jon', '123456'].join(':');
  const LONG_TOKEN = 'abcd1234'.repeat(4);
  const KEYS = ['foobar', 'foobar'].join(':');

  /** Its URIs lead to databases of others: they are stored by the native contract, which does not ask them. */
  it.each([
    ['postgresql', `postgresql+psycopg2://${ADMIN}@${RDS}:5432/my-database`],
    ['postgresql', `postgresql+psycopg2://${ADMIN}@${RDS}:5432/my-database?options=-csearch_path=my-schema`],
    ['mysql', `mysql+pymysql://${ADMIN}@${RDS}:3306/my-database`],
    ['mssql', `mssql+pymssql://${ADMIN}@${RDS}:1433/my-database`],
    [
      'databricks',
      `databricks://token:${LONG_TOKEN}@foo-bar.cloud.databricks.com?http_path=sql/protocolv1/o/123456/123-1234-abcdabcd&catalog=foobar&schema=default`,
    ],
    ['snowflake', `snowflake://${JON}@foo-bar/my-database/public`],
    ['clickhouse', `clickhouse+http://${JON}@foo-bar:8443/my-database?protocol=https`],
    [
      'awsathena',
      `awsathena+rest://${KEYS}@athena.us-east-2.amazonaws.com:443/db_test?s3_staging_dir=s3://my-bucket/output/&work_group=primary`,
    ],
    ['duckdb', `duckdb:///md:foobar?motherduck_token=${LONG_TOKEN.repeat(9)}`],
    ['sqlite', 'sqlite:///mydb.db'],
  ])('shows a connection of its %s URI', async (dialect, uri) => {
    const tenant = await createTenant(world.test);
    const parsed = parseConnectionUri(await loadConnectors(), uri);
    if (parsed instanceof UriError) throw parsed;
    const { type, payload, credential, transport, schemas } = parsed;
    if (type === 'SQLITE') {
      const content = await sqliteFile('create table items (id integer)');
      await fileClient(world.test, tenant).put('mydb.db', content).expect(201);
    }
    const name = unique('page');
    await nativeClient(world.test, tenant)
      .post('/connections', { name, type, payload, credential, transport, schemas })
      .expect(201);
    const listed = await databaseClient(world, tenant.admin).get('/database-connections').expect(200);
    expect(listed.body).toMatchObject([
      { alias: name, dialect, connection_uri: TOKEN, schemas: schemas ?? null },
    ]);
  });
});
