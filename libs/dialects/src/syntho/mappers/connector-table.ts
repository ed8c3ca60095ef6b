import { FLAG, type PropertyTable, REQUIRED_TEXT, TEXT } from './property.js';

/** Where a member goes in the native words: `payload.host`, `credential.username`. */
type NativePlace = `payload.${string}` | `credential.${string}`;

/** One connector of the contract: its members, and what they are in native words. */
export interface SynthoConnector {
  /** The native type. */
  readonly type: string;
  /** The native type of its credential. */
  readonly credential: string;
  readonly properties: PropertyTable;
  /** By member; a member without a place has another use, or none. */
  readonly places: Readonly<Record<string, NativePlace>>;
  /** Data is only ever written there. */
  readonly destinationOnly?: true;
  /** Its members say the account in one of several ways. */
  readonly account?: 'azure';
}

const PORTS = [1, 65_535] as const;
const LOGIN: PropertyTable = {
  username: REQUIRED_TEXT,
  password: { type: 'string', required: true },
};
const VIEWS: PropertyTable = { include_views: { ...FLAG, default: false } };

/** A database server with users and passwords. */
function server(
  type: string,
  port: number,
  protocol: string,
  more: PropertyTable,
  database: NativePlace = 'payload.database',
): SynthoConnector {
  return {
    type,
    credential: 'SIMPLE',
    properties: {
      host: REQUIRED_TEXT,
      database: REQUIRED_TEXT,
      ...LOGIN,
      ...more,
      port: { type: 'integer', default: port, range: PORTS },
      protocol: { type: 'string', default: protocol },
    },
    places: {
      host: 'payload.host',
      port: 'payload.port',
      database,
      username: 'credential.username',
      password: 'credential.password',
    },
  };
}

const SCHEMA: PropertyTable = { schema_name: TEXT };

/** The nine connectors of the Syntho page, and no others. */
export const SYNTHO_CONNECTORS: Readonly<Record<string, SynthoConnector>> = {
  MsSQLConnector: server('MSSQL', 1433, 'mssql+pyodbc', { ...SCHEMA, ...VIEWS }),
  MySQLMariaDBConnector: server('MYSQL', 3306, 'mysql+mysqldb', VIEWS),
  OracleConnector: server('ORACLE', 1521, 'oracle+oracledb', { ...SCHEMA, ...VIEWS }, 'payload.service_name'),
  PostgreSQLConnector: server('POSTGRES', 5432, 'postgresql+psycopg2', { ...SCHEMA, ...VIEWS }),
  DatabricksConnector: {
    type: 'DATABRICKS',
    credential: 'TOKEN',
    properties: {
      host: REQUIRED_TEXT,
      catalog: REQUIRED_TEXT,
      database: REQUIRED_TEXT,
      port: { type: 'integer', default: 443, range: PORTS },
      token: REQUIRED_TEXT,
      protocol: { type: 'string', default: 'databricks' },
      cluster_path: TEXT,
      warehouse_id: TEXT,
      ...VIEWS,
    },
    places: {
      host: 'payload.host',
      catalog: 'payload.catalog',
      database: 'payload.database',
      port: 'payload.port',
      token: 'credential.token',
      cluster_path: 'payload.cluster_path',
      warehouse_id: 'payload.warehouse_id',
    },
  },
  DB2Connector: server('DB2', 50_000, 'db2', { ...SCHEMA, ...VIEWS }),
  SybaseConnector: server('SYBASE', 5000, 'sybase+pyodbc', SCHEMA),
  ADLSFSConnector: {
    type: 'ADLS',
    credential: 'AZURE_KEY',
    properties: {
      storage_container_name: TEXT,
      storage_account_name: TEXT,
      container_connection_string: TEXT,
      storage_account_key: TEXT,
      storage_connection_string: TEXT,
      remote_path: { ...TEXT, default: '/' },
    },
    places: {
      storage_container_name: 'payload.container',
      storage_account_name: 'payload.storage_account',
      storage_account_key: 'credential.account_key',
      remote_path: 'payload.remote_path',
    },
    destinationOnly: true,
    account: 'azure',
  },
  S3FSConnector: {
    type: 'S3',
    credential: 'AWS',
    properties: {
      bucket: REQUIRED_TEXT,
      region: REQUIRED_TEXT,
      remote_path: { ...TEXT, default: '/' },
      aws_access_key_id: TEXT,
      aws_secret_access_key: TEXT,
    },
    places: {
      bucket: 'payload.bucket',
      region: 'payload.region',
      remote_path: 'payload.prefix',
      aws_access_key_id: 'credential.access_key',
      aws_secret_access_key: 'credential.secret_key',
    },
    destinationOnly: true,
  },
};

/** The connector of that name, own members alone. */
export function synthoConnector(name: string): SynthoConnector | undefined {
  return Object.hasOwn(SYNTHO_CONNECTORS, name) ? SYNTHO_CONNECTORS[name] : undefined;
}
