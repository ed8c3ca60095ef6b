import type { JsonObject } from '#connector-sdk';
import { writeFace } from '../../libs/dialects/src/credible/write-connection.js';
import { KEY_FILE, KEY_TEXT, POSTGRES, SNOWFLAKE, read, stored, written, faces } from './credible-faces.js';
import { rsaKeyPair } from '../support/rsa-keys.js';

describe('a block of the Credible page', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    [
      'postgres',
      POSTGRES,
      {
        type: 'POSTGRES',
        payload: { host: 'db.example.com', port: 5433, database: 'shop' },
        credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'p@ss' } },
      },
      { host: 'db.example.com', port: 5433, databaseName: 'shop', userName: 'reader' },
    ],
    [
      'mysql',
      { host: 'db.example.com', port: 3307, database: 'shop', user: 'reader', password: 'secret' },
      {
        type: 'MYSQL',
        payload: { host: 'db.example.com', port: 3307, database: 'shop' },
        credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'secret' } },
      },
      { host: 'db.example.com', port: 3307, database: 'shop', user: 'reader' },
    ],
    [
      'bigquery',
      {
        defaultProjectId: 'shop',
        billingProjectId: 'payer',
        location: 'EU',
        serviceAccountKeyJson: KEY_TEXT,
        maximumBytesBilled: '1000000',
        queryTimeoutMilliseconds: '30000',
      },
      {
        type: 'BIGQUERY',
        payload: {
          project: 'shop',
          billing_project: 'payer',
          location: 'EU',
          maximum_bytes_billed: '1000000',
          query_timeout_ms: '30000',
        },
        credential: { type: 'GCP', payload: KEY_FILE },
      },
      {
        defaultProjectId: 'shop',
        billingProjectId: 'payer',
        location: 'EU',
        maximumBytesBilled: '1000000',
        queryTimeoutMilliseconds: '30000',
      },
    ],
    [
      'snowflake',
      {
        ...SNOWFLAKE,
        password: 'secret',
        database: 'D',
        schema: 'S',
        role: 'R',
        responseTimeoutMilliseconds: 9,
      },
      {
        type: 'SNOWFLAKE',
        payload: {
          account: 'org-acc',
          warehouse: 'WH',
          database: 'D',
          schema: 'S',
          role: 'R',
          response_timeout_ms: 9,
        },
        credential: { type: 'SIMPLE', payload: { username: 'READER', password: 'secret' } },
      },
      { ...SNOWFLAKE, database: 'D', schema: 'S', role: 'R', responseTimeoutMilliseconds: 9 },
    ],
    [
      'trino',
      {
        server: 'https://trino.example.com',
        port: 8443,
        catalog: 'hive',
        user: 'reader',
        password: 'secret',
      },
      {
        type: 'TRINO',
        payload: { host: 'trino.example.com', port: 8443, scheme: 'https', catalog: 'hive' },
        credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'secret' } },
      },
      { server: 'https://trino.example.com', port: 8443, catalog: 'hive', user: 'reader' },
    ],
    [
      'trino',
      { server: 'http://[::1]:8080/', schema: 'sales', user: 'reader' },
      {
        type: 'TRINO',
        payload: { host: '::1', port: 8080, scheme: 'http', schema: 'sales', user: 'reader' },
        credential: { type: 'NONE', payload: {} },
      },
      { server: 'http://[::1]', port: 8080, schema: 'sales', user: 'reader' },
    ],
    [
      'motherduck',
      { accessToken: 'secret', database: 'shop' },
      {
        type: 'MOTHERDUCK',
        payload: { database: 'shop' },
        credential: { type: 'TOKEN', payload: { token: 'secret' } },
      },
      { database: 'shop' },
    ],
    [
      'motherduck',
      { url: 'md:shop', md_token: 'secret' },
      {
        type: 'MOTHERDUCK',
        payload: { database: 'shop' },
        credential: { type: 'TOKEN', payload: { token: 'secret' } },
      },
      { database: 'shop' },
    ],
    [
      'duckdb',
      { url: 'md:shop', md_token: 'secret', attachedDatabases: [] },
      {
        type: 'MOTHERDUCK',
        payload: { database: 'shop' },
        credential: { type: 'TOKEN', payload: { token: 'secret' } },
      },
      { url: 'md:shop' },
    ],
    [
      'duckdb',
      { url: 'duckdb:///marts/shop.duckdb', md_token: '' },
      { type: 'DUCKDB', payload: { file: 'marts/shop.duckdb' } },
      { url: 'marts/shop.duckdb' },
    ],
  ])('says a %s connection both ways', (type, block, native, answered) => {
    const connection = read({ type, [`${type}Connection`]: block });
    expect(connection.body).toEqual({ name: 'sales', ...native });
    const face = written(connection)!;
    expect(face.face.type).toBe(type);
    expect(face.block).toEqual(answered);
  });

  it('says each kind of attached database both ways', () => {
    const attachedDatabases: JsonObject[] = [
      { name: 'pg', type: 'postgres', postgresConnection: POSTGRES },
      {
        name: 'bq',
        type: 'bigquery',
        bigqueryConnection: { defaultProjectId: 'shop', serviceAccountKeyJson: KEY_TEXT },
      },
      { name: 'sf', type: 'snowflake', snowflakeConnection: { ...SNOWFLAKE, password: 'secret' } },
      { name: 'lake', type: 'gcs', gcsConnection: { keyId: 'GOOG', secret: 'secret' } },
      {
        name: 'files',
        type: 's3',
        s3Connection: { accessKeyId: 'AKIA', secretAccessKey: 'secret', endpoint: 's3.example.com:9000' },
      },
    ];
    const connection = read({ type: 'duckdb', duckdbConnection: { attachedDatabases } });
    const shown = written(connection)!.block['attachedDatabases'] as JsonObject[];
    expect(shown.map(({ name, type }) => [name, type])).toEqual(
      attachedDatabases.map(({ name, type }) => [name, type]),
    );
    expect(shown[0]!['postgresConnection']).toEqual({
      host: 'db.example.com',
      port: 5433,
      databaseName: 'shop',
      userName: 'reader',
    });
    expect(shown[3]!['gcsConnection']).toEqual({ keyId: 'GOOG' });
    expect(shown[4]!['s3Connection']).toEqual({
      accessKeyId: 'AKIA',
      region: 'us-east-1',
      endpoint: 'https://s3.example.com:9000',
    });
    expect(shown[1]!['attributes']).toMatchObject({ dialectName: 'standardsql' });
    expect(JSON.stringify(shown)).not.toMatch(/secret"|p@ss|PRIVATE KEY/);
  });
});

describe('what a block may say in several ways', () => {
  it('takes a connection string apart, with its TLS mode, and lets it go before the fields', () => {
    const { body } = read({
      type: 'postgres',
      postgresConnection: {
        port: 1,
        host: 'elsewhere.example.com',
        connectionString: 'postgresql://reader:p%40ss@db.example.com/shop?sslmode=require',
      },
    });
    expect(body).toEqual({
      name: 'sales',
      type: 'POSTGRES',
      payload: { host: 'db.example.com', database: 'shop' },
      credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'p@ss' } },
      transport: { tls: { mode: 'require' } },
    });
  });

  it('makes PKCS#8 of several lines of a key on one line, and lets the key go before a password', () => {
    const { privateKey } = rsaKeyPair();
    const old = privateKey.export({ format: 'pem', type: 'pkcs1' }).toString();
    const today = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    for (const text of [
      old,
      old.replaceAll('\n', ' '),
      old.replaceAll('\n', ''),
      today.replaceAll('\n', '\\n'),
    ]) {
      const snowflakeConnection = { ...SNOWFLAKE, password: 'secret', privateKey: text };
      expect(read({ type: 'snowflake', snowflakeConnection }).body['credential']).toEqual({
        type: 'KEY_PAIR',
        payload: { username: 'READER', private_key: today },
      });
    }
  });

  it('leaves a key that it cannot read as it is', () => {
    const snowflakeConnection = { ...SNOWFLAKE, privateKey: 'TUlJ' };
    expect(read({ type: 'snowflake', snowflakeConnection }).body['credential']).toMatchObject({
      payload: { private_key: 'TUlJ' },
    });
  });

  it('takes the project of the key where the block names none, and a key without ids', () => {
    const { project_id, private_key, client_email } = KEY_FILE;
    const key = JSON.stringify({ type: 'service_account', project_id, private_key, client_email });
    const connection = read({ type: 'bigquery', bigqueryConnection: { serviceAccountKeyJson: key } });
    expect(written(connection)!.block).toEqual({ defaultProjectId: 'from-the-key' });
  });

  it('keeps what no type of ours has a place for, sealed where it is secret', () => {
    const trinoConnection = { server: 'trino.example.com', user: 'reader', peakaKey: 'secret' };
    expect(read({ type: 'trino', trinoConnection }).attributes).toEqual({
      namespace: 'credible',
      sealed: { peakaKey: 'secret' },
    });
  });
});

describe('a connection that the page has no words for', () => {
  const postgres = () => read({ type: 'postgres', postgresConnection: POSTGRES });
  it.each<[string, JsonObject]>([
    ['another type', { type: 'MSSQL' }],
    ['a name with a space', { name: 'a b' }],
    ['a tunnel', { transport: { ssh: { host: 'jump.example.com' } } }],
    ['patterns of its own', { include_tables: ['"a.b".c'] }],
  ])('is left out: %s', (_what, more) => {
    expect(written(postgres(), more)).toBeUndefined();
    expect(written(postgres(), { transport: { tls: { mode: 'require' } } })).toBeDefined();
  });

  it('is left out with a login that the page does not know', () => {
    const { payload } = stored(postgres());
    const view = { ...baseView(), payload };
    expect(writeFace(faces, view, { type: 'KERBEROS', payload: {} }, {})).toBeUndefined();
  });
});

function baseView() {
  return {
    name: 'sales',
    type: 'POSTGRES',
    transport: null,
    include_tables: null,
    exclude_tables: null,
    exclude_all_tables: false,
    indexing_status: 'UNKNOWN',
    indexing_status_last_updated: null,
  };
}
