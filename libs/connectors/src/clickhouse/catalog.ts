import {
  type CatalogFilter,
  type CatalogRows,
  filterCondition,
  type PlacedColumn,
  type TableHead,
  type TableSummary,
} from '#connector-sdk/opening';

import { isNullable } from './nullable.js';
import { textExpression } from './statements.js';

/** Statements of one login. */
export interface ClickHouseQueries {
  rows<Row>(sql: string): Promise<Row[]>;
  /** Rows as they come; the server waits while nobody reads. */
  stream<Row>(sql: string): AsyncIterable<Row>;
}

const KINDS: Readonly<Record<string, TableSummary['kind']>> = {
  View: 'view',
  LiveView: 'view',
  WindowView: 'view',
  MaterializedView: 'materialized_view',
};

/** Of the server itself, and where it keeps the rows of materialized views. */
const LEFT_OUT = `database not in ('system', 'information_schema', 'INFORMATION_SCHEMA')`;
const INNER = `'.inner'`;

/** What servers have come to say of tables and columns over the years; in place of what one lacks stands a constant. */
const SINCE = {
  tables: { comment: `''`, total_rows: 'null', is_temporary: '0' },
  columns: { comment: `''`, is_in_primary_key: '0' },
} as const;
const FOUND = `select table, name from system.columns where database = 'system' and table in ('tables', 'columns')`;

interface Head {
  readonly schema: string;
  readonly name: string;
  readonly engine: string;
  readonly comment: string;
  readonly rows: string | number | null;
}

interface Column {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly comment: string;
  readonly primaryKey: number;
}

/** What a table of this engine is. */
export function kindOf(engine: string): TableSummary['kind'] {
  return KINDS[engine] ?? 'table';
}

/** The catalog from `system.tables` and `system.columns`, which the server makes anew for each statement. */
export async function clickHouseCatalog(
  queries: ClickHouseQueries,
  filter: CatalogFilter,
): Promise<CatalogRows> {
  const known = new Set(
    (await queries.rows<{ table: string; name: string }>(FOUND)).map(({ table, name }) => `${table}.${name}`),
  );
  const { comment, total_rows, is_temporary } = expressions('tables', known);
  const heads = await queries.rows<Head>(
    `select database as schema, name, engine, ${comment} as comment, ${total_rows} as rows from system.tables
     where ${is_temporary} = 0 and substring(name, 1, 6) <> ${INNER} and ${LEFT_OUT}${conditionOf(filter, 'name')}`,
  );
  const ofColumns = expressions('columns', known);
  const columns = queries.stream<Column>(
    `select database as schema, table, name, type, ${ofColumns.comment} as comment, ${ofColumns.is_in_primary_key} as primaryKey
     from system.columns where substring(table, 1, 6) <> ${INNER} and ${LEFT_OUT}${conditionOf(filter, 'table')}${
       known.has('columns.position') ? ' order by database, table, position' : ''
     }`,
  );
  return { heads: heads.map(headOf), columns: placed(columns) };
}

function headOf({ schema, name, engine, comment, rows }: Head): TableHead {
  return {
    catalog: null,
    schema,
    name,
    kind: kindOf(engine),
    comment: comment === '' ? null : comment,
    rows: rows === null ? null : Number(rows),
  };
}

async function* placed(columns: AsyncIterable<Column>): AsyncIterable<PlacedColumn> {
  for await (const column of columns) {
    yield { ...column, nullable: isNullable(column.type), primaryKey: Number(column.primaryKey) === 1 };
  }
}

function expressions<Of extends keyof typeof SINCE>(
  table: Of,
  known: ReadonlySet<string>,
): Record<keyof (typeof SINCE)[Of], string> {
  const found = Object.entries<string>(SINCE[table]).map(([name, otherwise]) => [
    name,
    known.has(`${table}.${name}`) ? name : otherwise,
  ]);
  return Object.fromEntries(found) as Record<keyof (typeof SINCE)[Of], string>;
}

function conditionOf(filter: CatalogFilter, table: string): string {
  return filterCondition(filter, { schema: 'database', table, parameter: textExpression });
}
