import { loadConnectors } from './index.js';

const registry = await loadConnectors();

/** The rows of the native API's page: type, default credential, payload. */
const PAGE = [
  ['REDSHIFT', 'SIMPLE', { endpoint_prefix: 'tlm-redshift02' }],
  ['GCS', 'GCP', { bucket: 'bucket_name' }],
  ['S3', 'AWS', { bucket: 'bucket_name' }],
  ['AZURE', 'AZURE_SAS', { storage_account: 'test_acc', bucket: 'bucket_name' }],
  ['BIGQUERY', 'GCP', { project: 'test_project' }],
  ['DELTALAKE', 'TOKEN', { host: 'test.db23.databricks.com', port: '443', httppath: 'some/path' }],
  [
    'GENERIC_JDBC',
    'GENERIC_MAP',
    {
      db_type: 'HANA10',
      db_or_schema: 'test_db',
      connection_properties: { prop1: 'value1', prop2: 'value2' },
    },
  ],
  [
    'HIVE_ICEBERG',
    'GCP',
    {
      thrift_uri: 'thrift://metastore.example.com:9083',
      location_type: 'GCS',
      region: 'us-east-1',
      bucket: 'bucket_name',
    },
  ],
  ['SNOWFLAKE', 'SIMPLE', { account: 'test_acc', warehouse: 'warehouse_name', role: 'WH_ADMIN' }],
] as const;

describe('loadConnectors', () => {
  it('finds every folder', () => {
    expect(registry.types()).toEqual(expect.arrayContaining(PAGE.map(([type]) => type)));
    expect(registry.list().map((connector) => connector.type)).toEqual(registry.types());
    expect(registry.get('NO_SUCH_TYPE')).toBeUndefined();
    expect(registry.get('constructor')).toBeUndefined();
  });

  it.each(PAGE)('takes the page’s %s with %s as its default credential', (type, credential, payload) => {
    const connector = registry.get(type);
    expect(connector?.validatePayload(payload)).toEqual([]);
    expect(connector?.acceptedCredentials(payload)[0]).toBe(credential);
  });

  it.each([
    ['GCS', 'GCP'],
    ['S3', 'AWS'],
    ['AZURE', 'AZURE_SAS'],
  ])('takes for HIVE_ICEBERG files in %s exactly %s', (location, credential) => {
    expect(registry.get('HIVE_ICEBERG')?.acceptedCredentials({ location_type: location })).toEqual([
      credential,
    ]);
  });

  it('knows every credential of HIVE_ICEBERG while its location is unknown', () => {
    const hive = registry.get('HIVE_ICEBERG');
    expect(hive?.acceptedCredentials({ location_type: 'constructor' })).toEqual(hive?.credentialTypes);
  });

  it.each([
    ['REDSHIFT', {}, 'REDSHIFT'],
    ['BIGQUERY', {}, 'BIGQUERY'],
    ['SNOWFLAKE', {}, 'SNOWFLAKE'],
    ['GENERIC_JDBC', { db_type: 'HANA10' }, 'HANA10'],
    ['GENERIC_JDBC', {}, null],
    ['S3', {}, null],
    ['GCS', {}, null],
    ['AZURE', {}, null],
    ['DELTALAKE', {}, null],
    ['HIVE_ICEBERG', {}, null],
  ])('calls the engine of %s %j %s', (type, payload, dbType) => {
    expect(registry.get(type)?.dbType(payload)).toBe(dbType);
  });
});
