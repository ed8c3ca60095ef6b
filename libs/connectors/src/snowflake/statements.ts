/** Runs one fixed statement. */
export type SnowflakeQuery = <Row>(sql: string, values?: readonly string[]) => Promise<readonly Row[]>;

/** A name as it is (https://docs.snowflake.com/en/sql-reference/identifiers-syntax). */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text for where a statement takes no value; in quotes a backslash means something too. */
export function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
