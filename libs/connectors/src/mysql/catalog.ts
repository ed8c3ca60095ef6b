import type { Readable } from 'node:stream';

import {
  type CatalogFilter,
  type CatalogRows,
  filterCondition,
  type ForeignKey,
  type LookStatements,
  type PlacedColumn,
  placeOf,
  ROWS_FOR_CATEGORIES,
  type TableHead,
  type TableName,
} from '#connector-sdk/opening';

/** Statements of one connection, prepared. */
export interface MysqlQueries {
  rows<Row>(sql: string, values: string[]): Promise<Row[]>;
  /** Rows as they come; the connection waits while nobody reads. */
  stream(sql: string, values: readonly string[]): Readable;
}

const OWN_SCHEMAS = `('information_schema', 'mysql', 'performance_schema', 'sys')`;
const LEFT_OUT = `table_schema not in ${OWN_SCHEMAS}`;

interface ForeignKeyRow {
  readonly schema: string;
  readonly name: string;
  readonly own: string;
  readonly refSchema: string;
  readonly refTable: string;
  readonly refColumn: string;
}

type ColumnOfStream = Omit<PlacedColumn, 'nullable' | 'primaryKey'> & {
  readonly nullable: number;
  readonly primaryKey: number;
};

/** The catalog from `information_schema`, whose views the server makes anew for each statement. */
export async function mysqlCatalog(queries: MysqlQueries, filter: CatalogFilter): Promise<CatalogRows> {
  const tables = withFilter(
    filter,
    `select table_schema as \`schema\`, table_name as name,
       case when table_type like '%VIEW' then 'view' else 'table' end as kind,
       nullif(case when table_type like '%VIEW' then '' else table_comment end, '') as comment, table_rows as \`rows\`
     from information_schema.tables where table_type <> 'SEQUENCE' and ${LEFT_OUT}`,
  );
  const heads = await queries.rows<Omit<TableHead, 'catalog'>>(tables.sql, tables.values);
  const columns = withFilter(
    filter,
    `select table_schema as \`schema\`, table_name as \`table\`, column_name as name, column_type as type,
       is_nullable = 'YES' as nullable, column_key = 'PRI' as primaryKey, nullif(column_comment, '') as comment
     from information_schema.columns where ${LEFT_OUT}`,
    ' order by table_schema, table_name, ordinal_position',
  );
  return {
    heads: heads.map((head) => ({
      catalog: null,
      ...head,
      rows: head.rows === null ? null : Number(head.rows),
    })),
    foreignKeys: await foreignKeys(queries, filter),
    columns: columnsOf(queries.stream(columns.sql, columns.values)),
  };
}

async function foreignKeys(queries: MysqlQueries, filter: CatalogFilter): Promise<Map<string, ForeignKey>> {
  const { sql, values } = withFilter(
    filter,
    `select table_schema as \`schema\`, table_name as name, column_name as own,
       referenced_table_schema as refSchema, referenced_table_name as refTable, referenced_column_name as refColumn
     from information_schema.key_column_usage where referenced_table_name is not null and ${LEFT_OUT}`,
  );
  const rows = await queries.rows<ForeignKeyRow>(sql, values);
  return new Map(
    rows.map(({ schema, name, own, refSchema, refTable, refColumn }) => [
      placeOf(schema, name, own),
      { schema: refSchema, table: refTable, column: refColumn },
    ]),
  );
}

async function* columnsOf(stream: Readable): AsyncIterable<PlacedColumn> {
  try {
    for await (const row of stream) {
      const column = row as ColumnOfStream;
      yield { ...column, nullable: Boolean(column.nullable), primaryKey: Boolean(column.primaryKey) };
    }
  } finally {
    stream.destroy();
  }
}

function withFilter(filter: CatalogFilter, sql: string, order = ''): { sql: string; values: string[] } {
  const values: string[] = [];
  const parameter = (value: string): string => {
    values.push(value);
    return '?';
  };
  const condition = filterCondition(filter, { schema: 'table_schema', table: 'table_name', parameter });
  return { sql: `${sql}${condition}${order}`, values };
}

/** A name as MySQL takes it (https://dev.mysql.com/doc/refman/8.4/en/identifiers.html). */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** How MySQL is asked about one table. */
export function mysqlLook(queries: MysqlQueries, { schema, name }: TableName): LookStatements {
  const table = `${schema === null ? '' : `${quoted(schema)}.`}${quoted(name)}`;
  return {
    ddl: async () => {
      const [row] = await queries.rows<Record<string, string>>(`show create table ${table}`, []);
      return row?.['Create Table'] ?? row?.['Create View'] ?? null;
    },
    rows: (limit) => queries.rows(`select * from ${table} limit ${limit}`, []),
    values: (column, limit) =>
      queries.rows(
        `select distinct cast(${quoted(column)} as char) as value
         from (select ${quoted(column)} from ${table} limit ${ROWS_FOR_CATEGORIES}) t
         where ${quoted(column)} is not null limit ${limit}`,
        [],
      ),
  };
}
