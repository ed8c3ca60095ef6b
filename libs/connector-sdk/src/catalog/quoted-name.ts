/**
 * A name as a delimited identifier of standard SQL (ISO/IEC 9075-2, section 5.2): between double quotes, with a
 * quote within doubled. Postgres and its kin, SQLite, DuckDB, Snowflake and Trino read it so; others have ways of
 * their own.
 */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
