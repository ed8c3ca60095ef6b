/** Runs one fixed statement. */
export type SnowflakeQuery = <Row>(sql: string, values?: readonly string[]) => Promise<readonly Row[]>;

/** A text for where a statement takes no value; in quotes a backslash means something too. */
export function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
