import type { JsonValue } from '#connector-sdk';

/** MotherDuck's scheme, with what stands before it in connection URIs of DuckDB. */
const MOTHERDUCK = /^(?:duckdb:(?:\/\/\/)?)?md:([^?#&%]*)(?:\?motherduck_token=([^&#%]+))?$/;
const FILE = /^(?:duckdb:(?:\/\/\/)?)?([^:?#]+)$/;
/** The database that MotherDuck makes for every account. */
export const FIRST_DATABASE = 'my_db';

/** A database of MotherDuck as some clients write it. */
export interface MotherDuckUrl {
  readonly database: string;
  readonly token?: string;
}

/** What `md:database` means; undefined for any other text. */
export function readMotherDuckUrl(url: JsonValue | undefined): MotherDuckUrl | undefined {
  const [, database, token] = (typeof url === 'string' && MOTHERDUCK.exec(url)) || [];
  if (database === undefined) return undefined;
  return { database: database || FIRST_DATABASE, ...(token === undefined ? {} : { token }) };
}

/** The name of a file, as `duckdb:///file` or alone; undefined for any other text. */
export function readFileUrl(url: JsonValue | undefined): string | undefined {
  return (typeof url === 'string' && FILE.exec(url)?.[1]) || undefined;
}
