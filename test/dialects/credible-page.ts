const TEXT = '<string>';

/** The blocks of the page's request and answer, as they stand there. */
export const BLOCKS: Readonly<Record<string, Record<string, unknown>>> = {
  postgresConnection: {
    host: TEXT,
    port: 123,
    databaseName: TEXT,
    userName: TEXT,
    password: TEXT,
    connectionString: TEXT,
  },
  bigqueryConnection: {
    defaultProjectId: TEXT,
    billingProjectId: TEXT,
    location: TEXT,
    serviceAccountKeyJson: TEXT,
    maximumBytesBilled: TEXT,
    queryTimeoutMilliseconds: TEXT,
  },
  snowflakeConnection: {
    account: TEXT,
    username: TEXT,
    password: TEXT,
    privateKey: TEXT,
    privateKeyPass: TEXT,
    warehouse: TEXT,
    database: TEXT,
    schema: TEXT,
    role: TEXT,
    responseTimeoutMilliseconds: 123,
  },
  trinoConnection: {
    server: TEXT,
    port: 123,
    catalog: TEXT,
    schema: TEXT,
    user: TEXT,
    password: TEXT,
    peakaKey: TEXT,
  },
  mysqlConnection: { host: TEXT, port: 123, database: TEXT, user: TEXT, password: TEXT },
  motherduckConnection: { accessToken: TEXT, database: TEXT },
  gcsConnection: { keyId: TEXT, secret: TEXT },
  s3Connection: {
    accessKeyId: TEXT,
    secretAccessKey: TEXT,
    region: 'us-east-1',
    endpoint: TEXT,
    sessionToken: TEXT,
  },
};

/** The fields that never come back. */
export const SECRETS: readonly string[] = [
  'password',
  'connectionString',
  'serviceAccountKeyJson',
  'privateKey',
  'privateKeyPass',
  'accessToken',
  'peakaKey',
  'secret',
  'secretAccessKey',
  'sessionToken',
];

/** The page's members of which tables are found. */
export const FILTERS = {
  includeTables: ['sales.orders', 'finance.*'],
  excludeAllTables: false,
  excludeTables: ['backup.records', 'temp_data.*'],
};

const attributes = (dialectName: string, isPool: boolean, canPersist: boolean, canStream: boolean) => ({
  dialectName,
  isPool,
  canPersist,
  canStream,
});

/** What the server says of each type. */
export const TYPES = {
  postgres: attributes('postgres', false, true, true),
  bigquery: attributes('standardsql', false, true, true),
  snowflake: attributes('snowflake', true, true, true),
  trino: attributes('trino', false, true, false),
  mysql: attributes('mysql', false, true, false),
  duckdb: attributes('duckdb', false, true, true),
  motherduck: attributes('duckdb', false, true, true),
};
