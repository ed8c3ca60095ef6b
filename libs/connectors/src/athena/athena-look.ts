import {
  LONGEST_CATEGORY,
  type LookStatements,
  type LookWishes,
  MOST_CATEGORIES,
  quotedName,
  ROWS_FOR_CATEGORIES,
  valuesTogether,
} from '#connector-sdk/opening';

import { AthenaQueryError, type QueryResult } from './athena-queries.js';

/** A table in the database that the queries run in. */
export interface AthenaTable {
  readonly name: string;
  /** Whether it is a view; asked for when it matters. */
  isView(): Promise<boolean>;
  query(sql: string): Promise<QueryResult>;
}

/** Columns whose different values one query gathers. */
const COLUMNS_AT_ONCE = 20;

/** How Athena is asked about one table. A query is billed for what it reads and takes a second or more, so there are few. */
export function athenaLook(table: AthenaTable, { categories }: LookWishes): LookStatements {
  return {
    ddl: () => definitionOf(table),
    rows: async (limit) => {
      const { columns, rows } = await table.query(
        `select * from ${quotedName(table.name)} limit ${Math.trunc(limit)}`,
      );
      return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])));
    },
    values: valuesTogether(categories, COLUMNS_AT_ONCE, (columns) => differentValues(table, columns)),
  };
}

/**
 * Tables are defined in Hive's language, with its quotes, and views in Trino's
 * (https://docs.aws.amazon.com/athena/latest/ug/reserved-words.html).
 */
async function definitionOf({ name, isView, query }: AthenaTable): Promise<string | null> {
  const statement = (await isView())
    ? `show create view ${quotedName(name)}`
    : `show create table \`${name.replaceAll('`', '``')}\``;
  try {
    const { rows } = await query(statement);
    // One line a row.
    const lines = rows.map(([line]) => line ?? '');
    return lines.length === 0 ? null : lines.join('\n').trimEnd();
  } catch (error) {
    // Catalogs of other sources have no definitions.
    if (error instanceof AthenaQueryError) return null;
    throw error;
  }
}

/** By column: one value more than would be taken, each cut where it is too long to be taken. */
async function differentValues(
  { name, query }: AthenaTable,
  columns: readonly string[],
): Promise<readonly unknown[][]> {
  const names = columns.map(quotedName);
  const lists = names.map((own) => {
    const text = `substr(cast(${own} as varchar), 1, ${LONGEST_CATEGORY + 1})`;
    const all = `array_agg(distinct ${text}) filter (where ${own} is not null)`;
    return `json_format(cast(slice(${all}, 1, ${MOST_CATEGORIES + 1}) as json))`;
  });
  const { rows } = await query(
    `select ${lists.join(', ')}
     from (select ${names.join(', ')} from ${quotedName(name)} limit ${ROWS_FOR_CATEGORIES})`,
  );
  return (rows[0] ?? []).map(listOf);
}

function listOf(cell: string | null): unknown[] {
  const list: unknown = cell === null ? [] : JSON.parse(cell);
  return Array.isArray(list) ? list : [];
}
