import type { JsonObject } from '#connector-sdk';

const server = { host: 'db.example.com', database: 'shop', username: 'reader', password: 'example-password' };

/** A body for each connector of the Syntho page, with its defaults written out. */
export const SYNTHO_BODIES: Readonly<Record<string, JsonObject>> = {
  MsSQLConnector: {
    connector_type: 'MsSQLConnector',
    ...server,
    schema_name: 'dbo',
    port: 1433,
    protocol: 'mssql+pyodbc',
    include_views: false,
  },
  MySQLMariaDBConnector: {
    connector_type: 'MySQLMariaDBConnector',
    ...server,
    port: 3306,
    protocol: 'mysql+mysqldb',
    include_views: true,
  },
  OracleConnector: {
    connector_type: 'OracleConnector',
    ...server,
    port: 1521,
    protocol: 'oracle+oracledb',
    is_source: true,
  },
  PostgreSQLConnector: {
    connector_type: 'PostgreSQLConnector',
    ...server,
    schema_name: 'public',
    port: 5432,
    protocol: 'postgresql+psycopg2',
  },
  DatabricksConnector: {
    connector_type: 'DatabricksConnector',
    host: 'example.cloud.databricks.com',
    catalog: 'main',
    database: 'default',
    port: 443,
    token: 'example-token',
    protocol: 'databricks',
    warehouse_id: 'abc123',
  },
  DB2Connector: { connector_type: 'DB2Connector', ...server, port: 50_000, protocol: 'db2' },
  SybaseConnector: { connector_type: 'SybaseConnector', ...server, port: 5000, protocol: 'sybase+pyodbc' },
  ADLSFSConnector: {
    connector_type: 'ADLSFSConnector',
    storage_container_name: 'raw',
    storage_account_name: 'lake',
    storage_account_key: 'ZXhhbXBsZS1rZXk=',
    remote_path: '/',
  },
  S3FSConnector: {
    connector_type: 'S3FSConnector',
    bucket: 'landing',
    region: 'eu-central-1',
    remote_path: '/in/',
    aws_access_key_id: 'AKIAEXAMPLE',
    aws_secret_access_key: 'example-secret-key',
  },
};
