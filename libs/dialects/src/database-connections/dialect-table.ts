/** What this contract says of one type of connection. */
export interface DialectEntry {
  /** What clients may call the engine, after the first half of the URI's scheme; the first is the usual one. */
  readonly dialects: readonly [string, ...string[]];
  /** Schemas that are meant where a client names none; absent where the source decides. */
  readonly schemas?: readonly string[];
  /** The type of credential that `path_to_credentials_file` holds, where the URI has no room for one. */
  readonly keyFile?: string;
}

/** The types that this contract has words for. Connections of any other type are in none of its answers. */
const DIALECTS: Readonly<Record<string, DialectEntry>> = {
  ATHENA: { dialects: ['awsathena'] },
  BIGQUERY: { dialects: ['bigquery'], keyFile: 'GCP' },
  CLICKHOUSE: { dialects: ['clickhouse'] },
  DATABRICKS: { dialects: ['databricks'] },
  DB2: { dialects: ['db2'] },
  DUCKDB: { dialects: ['duckdb'] },
  MOTHERDUCK: { dialects: ['duckdb'] },
  MSSQL: { dialects: ['mssql'] },
  MYSQL: { dialects: ['mysql', 'mariadb'] },
  ORACLE: { dialects: ['oracle'] },
  POSTGRES: { dialects: ['postgresql'], schemas: ['public'] },
  REDSHIFT: { dialects: ['redshift'], schemas: ['public'] },
  SNOWFLAKE: { dialects: ['snowflake'] },
  SQLITE: { dialects: ['sqlite'] },
  SYBASE: { dialects: ['sybase'] },
  TRINO: { dialects: ['trino'] },
};

/** What this contract says of a type; undefined when nothing. */
export function dialectOf(type: string): DialectEntry | undefined {
  return Object.hasOwn(DIALECTS, type) ? DIALECTS[type] : undefined;
}

/** The types that this contract shows. */
export const SHOWN_TYPES: readonly string[] = Object.keys(DIALECTS);
