import { loadConnectors } from './index.js';

const registry = await loadConnectors();

/** Type, payload beside a valid one, and what is wrong: path and rule, or nothing. */
const CASES: [type: string, change: Record<string, unknown>, broken: string[]][] = [
  ['REDSHIFT', { port: '5439' }, []],
  ['REDSHIFT', { port: 5439, database: 'production_db' }, []],
  ['REDSHIFT', { port: '5439 ' }, ['payload.port range']],
  ['REDSHIFT', { port: 65_536 }, ['payload.port range']],
  ['REDSHIFT', { port: 5439.5 }, ['payload.port range']],
  ['REDSHIFT', { port: true }, ['payload.port type']],
  ['REDSHIFT', { host: 'cluster.example.com' }, []],
  ['REDSHIFT', { host: '/var/run/postgresql' }, ['payload.host format']],
  ['REDSHIFT', { endpoint_prefix: 'user@host' }, ['payload.endpoint_prefix format']],
  ['REDSHIFT', { endpoint_prefix: 'host:5439' }, ['payload.endpoint_prefix format']],
  ['REDSHIFT', { endpoint_prefix: '' }, ['payload.endpoint_prefix empty']],
  ['REDSHIFT', { endpoint_prefix: undefined, database: 'd' }, ['payload.endpoint_prefix required']],
  ['REDSHIFT', { database: 'a\u0000b' }, ['payload.database characters']],
  ['REDSHIFT', { database: 'a\ud800b' }, ['payload.database characters']],
  ['REDSHIFT', { database: '😀'.repeat(255) }, []],
  ['REDSHIFT', { database: '😀'.repeat(256) }, ['payload.database max_length']],
  ['REDSHIFT', { options: '-c x=y' }, ['payload.options unknown']],
  ['S3', { region: 'eu-central-1', prefix: 'a/b/' }, []],
  ['S3', { prefix: '' }, []],
  ['S3', { region: 'evil.com/' }, ['payload.region format']],
  ['S3', { region: 'EU' }, ['payload.region format']],
  ['S3', { bucket: 'a/b' }, ['payload.bucket format']],
  ['S3', { bucket: '..' }, ['payload.bucket format']],
  ['S3', { endpoint: 'https://minio.example.com:9000' }, []],
  ['S3', { endpoint: 'https://minio.example.com/path' }, ['payload.endpoint format']],
  ['S3', { endpoint: 'https://user:pass@minio.example.com' }, ['payload.endpoint format']],
  ['S3', { endpoint: 'file:///etc/passwd' }, ['payload.endpoint format']],
  ['S3', { path_style: 'true' }, ['payload.path_style type']],
  ['S3', { profile: 'default' }, ['payload.profile unknown']],
  ['AZURE', { storage_account: 'evil.com/' }, ['payload.storage_account format']],
  ['AZURE', { endpoint_suffix: 'core.usgovcloudapi.net' }, []],
  ['AZURE', { endpoint_suffix: 'core.example.com' }, ['payload.endpoint_suffix choice']],
  ['AZURE', { bucket: '$root' }, []],
  ['BIGQUERY', { project: 'example.com:project' }, []],
  ['BIGQUERY', { maximum_bytes_billed: '1000000000', query_timeout_ms: 30_000 }, []],
  ['BIGQUERY', { query_timeout_ms: 0 }, ['payload.query_timeout_ms range']],
  ['BIGQUERY', { query_timeout_ms: '1e3' }, ['payload.query_timeout_ms range']],
  ['BIGQUERY', { location: 'EU/..' }, ['payload.location format']],
  ['DELTALAKE', { port: 443 }, []],
  ['DELTALAKE', { httppath: '/sql/1.0/warehouses/abc123' }, []],
  ['DELTALAKE', { httppath: '//evil.example.com/x' }, ['payload.httppath format']],
  ['DELTALAKE', { httppath: 'https://evil.example.com' }, ['payload.httppath format']],
  ['DELTALAKE', { httppath: '/path?query' }, ['payload.httppath format']],
  ['DELTALAKE', { host: 'https://test.db23.databricks.com' }, ['payload.host format']],
  ['SNOWFLAKE', { account: 'xy12345.eu-central-1' }, []],
  ['SNOWFLAKE', { account: 'evil.com/' }, ['payload.account format']],
  ['SNOWFLAKE', { account: 'a@b' }, ['payload.account format']],
  ['SNOWFLAKE', { response_timeout_ms: '60000' }, []],
  ['SNOWFLAKE', { authenticator: 'https://evil.example.com' }, ['payload.authenticator unknown']],
  ['HIVE_ICEBERG', { thrift_uri: 'thrift://10.0.0.1' }, []],
  ['HIVE_ICEBERG', { thrift_uri: 'thrift://[fd00::1]:9083' }, []],
  ['HIVE_ICEBERG', { thrift_uri: 'thrift://a:1,thrift://b:2' }, ['payload.thrift_uri format']],
  ['HIVE_ICEBERG', { thrift_uri: 'thrift://a/path' }, ['payload.thrift_uri format']],
  ['HIVE_ICEBERG', { thrift_uri: 'http://a' }, ['payload.thrift_uri format']],
  ['HIVE_ICEBERG', { location_type: 'HDFS' }, ['payload.location_type choice']],
  ['HIVE_ICEBERG', { location_type: 'gcs' }, ['payload.location_type choice']],
  ['GENERIC_JDBC', { host: 'hana.example.com', port: '39015' }, []],
  ['GENERIC_JDBC', { connection_properties: undefined }, []],
  ['GENERIC_JDBC', { connection_properties: { 'a.b': '', password: 'p' } }, []],
  ['GENERIC_JDBC', { connection_properties: 'a=b' }, ['payload.connection_properties type']],
  ['GENERIC_JDBC', { connection_properties: { a: 1 } }, ['payload.connection_properties.a type']],
  ['GENERIC_JDBC', { connection_properties: { a: null } }, ['payload.connection_properties.a type']],
  [
    'GENERIC_JDBC',
    { connection_properties: { password: '***' } },
    ['payload.connection_properties.password mask'],
  ],
  ['GENERIC_JDBC', { connection_properties: { nonProxyHosts: '*' } }, []],
  ['GENERIC_JDBC', { connection_properties: { '': 'a' } }, ['payload.connection_properties. name']],
  ['GENERIC_JDBC', { url: 'jdbc:h2:mem:' }, ['payload.url unknown']],
];

describe('payloads', () => {
  it.each(CASES)('%s with %j: %j', (type, change, broken) => {
    const connector = registry.get(type);
    const payload = { ...connector?.examples[0]?.payload, ...change };
    const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
    const errors = connector?.validatePayload(given) ?? [];
    expect(errors.map((error) => `${error.path} ${error.rule}`)).toEqual(broken);
  });

  it.each([
    '{"__proto__": {"host": "h"}}',
    '{"constructor": "x"}',
    '{"toString": 1}',
    '{"hasOwnProperty": 1}',
  ])('refuses %s and gains nothing from it', (text) => {
    const errors = registry.get('S3')?.validatePayload(JSON.parse(text)) ?? [];
    expect(errors.map((error) => error.rule)).toEqual(['required', 'unknown']);
    expect(({} as { host?: string }).host).toBeUndefined();
  });

  it('seals the properties that look secret and answers the others', () => {
    const connection_properties = { fetchSize: '100', sslPassword: 's1', 'oracle.net.wallet.password': 's2' };
    const split = registry.get('GENERIC_JDBC')?.splitPayload({ db_type: 'X', connection_properties });
    expect(split).toEqual({
      open: { db_type: 'X', connection_properties: { fetchSize: '100' } },
      secrets: {
        'payload.connection_properties.sslPassword': 's1',
        'payload.connection_properties.oracle~1net~1wallet~1password': 's2',
      },
    });
  });
});
