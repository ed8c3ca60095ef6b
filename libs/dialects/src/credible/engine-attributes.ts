/** What a client may count on from an engine; the server says it, nobody sets it. */
export interface EngineAttributes {
  readonly dialectName: string;
  readonly isPool: boolean;
  readonly canPersist: boolean;
  readonly canStream: boolean;
}

const DUCKDB: EngineAttributes = { dialectName: 'duckdb', isPool: false, canPersist: true, canStream: true };

const BY_TYPE: Readonly<Record<string, EngineAttributes>> = {
  postgres: { dialectName: 'postgres', isPool: false, canPersist: true, canStream: true },
  bigquery: { dialectName: 'standardsql', isPool: false, canPersist: true, canStream: true },
  snowflake: { dialectName: 'snowflake', isPool: true, canPersist: true, canStream: true },
  trino: { dialectName: 'trino', isPool: false, canPersist: true, canStream: false },
  mysql: { dialectName: 'mysql', isPool: false, canPersist: true, canStream: false },
  duckdb: DUCKDB,
  motherduck: DUCKDB,
  // DuckDB itself reads the files of attached buckets.
  gcs: DUCKDB,
  s3: DUCKDB,
};

/** The attributes of one of the page's types. */
export function engineAttributes(type: string): { [member: string]: string | boolean } {
  return { ...BY_TYPE[type]! };
}
