/**
 * A text as a ClickHouse expression. Servers before 19.17 take no parameters of a query, and what a backslash in
 * a literal means is up to the server: digits mean the same to all of them.
 */
export function textExpression(text: string): string {
  return `unhex('${Buffer.from(text, 'utf8').toString('hex')}')`;
}

/** What a name is in a statement (https://clickhouse.com/docs/sql-reference/syntax#identifiers). */
export function quoted(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}

/** One row, if the user may see the database. */
export function databaseStatement(database: string): string {
  return `select name from system.databases where name = ${textExpression(database)}`;
}

/** Tables of a database, without those that a materialized view keeps its rows in. */
export function tablesStatement(database: string, limit: number): string {
  return `select database as schema, name, engine from system.tables
    where database = ${textExpression(database)} and substring(name, 1, 6) <> '.inner'
    order by name limit ${Math.trunc(limit)}`;
}

/** Columns of a table, in order. */
export function columnsStatement(database: string, table: string): string {
  return `select name, type from system.columns
    where database = ${textExpression(database)} and table = ${textExpression(table)}`;
}
