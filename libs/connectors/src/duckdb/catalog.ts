import {
  type CatalogFilter,
  type CatalogRows,
  filterCondition,
  type ForeignKey,
  type LookStatements,
  type PlacedColumn,
  placeOf,
  quotedName,
  ROWS_FOR_CATEGORIES,
  type TableHead,
  type TableName,
} from '#connector-sdk/opening';

type Row = Readonly<Record<string, unknown>>;

/** Statements of one connection; values are texts. */
export interface DuckDbQueries {
  rows(sql: string, values: readonly string[]): Promise<Row[]>;
  /** Rows chunk by chunk, as they are asked for. */
  stream(sql: string, values: readonly string[]): AsyncIterable<Row>;
}

const HERE = 'database_name = current_database() and not internal';

/** Constraints name the columns as lists; both lists have the same length. */
const KEYS = `select schema_name as schema, table_name as name, constraint_type as kind,
    unnest(constraint_column_names) as own, referenced_table as refTable,
    unnest(case when constraint_type = 'FOREIGN KEY' then referenced_column_names else constraint_column_names end) as refColumn
  from duckdb_constraints()
  where database_name = current_database() and constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')`;

/** The catalog from DuckDB's own table functions, each of which looks at everything whenever it is asked. */
export async function duckDbCatalog(queries: DuckDbQueries, filter: CatalogFilter): Promise<CatalogRows> {
  const tables = statement(filter, 'schema_name', (where) =>
    [
      `select schema_name as schema, table_name as name, 'table' as kind, comment, estimated_size::double as rows
       from duckdb_tables() where ${HERE}${where('table_name')}`,
      `select schema_name, view_name, 'view', comment, null from duckdb_views() where ${HERE}${where('view_name')}`,
    ].join(' union all '),
  );
  const columns = statement(
    filter,
    'schema_name',
    (where) => `select schema_name as schema, table_name as "table", column_name as name, data_type as type,
       is_nullable as nullable, comment from duckdb_columns() where ${HERE}${where('table_name')}
     order by schema_name, table_name, column_index`,
  );
  const keys = statement(filter, 'schema_name', (where) => `${KEYS}${where('table_name')}`);
  const primary = new Set<string>();
  const foreignKeys = new Map<string, ForeignKey>();
  for (const row of await queries.rows(keys.sql, keys.values)) {
    const place = placeOf(String(row['schema']), String(row['name']), String(row['own']));
    if (row['kind'] === 'PRIMARY KEY') primary.add(place);
    else {
      const [schema, table, column] = [row['schema'], row['refTable'], row['refColumn']].map(String);
      foreignKeys.set(place, { schema: schema!, table: table!, column: column! });
    }
  }
  const heads = (await queries.rows(tables.sql, tables.values)) as unknown as Omit<TableHead, 'catalog'>[];
  return {
    heads: heads.map((head) => ({ catalog: null, ...head })),
    foreignKeys,
    columns: columnsOf(queries.stream(columns.sql, columns.values), primary),
  };
}

async function* columnsOf(
  rows: AsyncIterable<Row>,
  primary: ReadonlySet<string>,
): AsyncIterable<PlacedColumn> {
  for await (const row of rows) {
    const column = row as unknown as PlacedColumn;
    yield { ...column, primaryKey: primary.has(placeOf(column.schema, column.table, column.name)) };
  }
}

/** A statement with its filter as often as it asks for it. */
function statement(
  filter: CatalogFilter,
  schema: string,
  write: (where: (table: string) => string) => string,
): { sql: string; values: string[] } {
  const values: string[] = [];
  const parameter = (value: string): string => `$${values.push(value)}::varchar`;
  return { sql: write((table) => filterCondition(filter, { schema, table, parameter })), values };
}

/** How DuckDB is asked about one table. */
export function duckDbLook(queries: DuckDbQueries, { schema, name }: TableName): LookStatements {
  const table = `${quotedName(schema ?? 'main')}.${quotedName(name)}`;
  return {
    ddl: async () => {
      const [row] = await queries.rows(
        `select sql from duckdb_tables() where ${HERE} and schema_name = $1 and table_name = $2
         union all select sql from duckdb_views() where ${HERE} and schema_name = $1 and view_name = $2`,
        [schema ?? 'main', name],
      );
      return typeof row?.['sql'] === 'string' ? row['sql'] : null;
    },
    rows: (limit) => queries.rows(`select * from ${table} limit ${limit}`, []),
    values: (column, limit) =>
      queries.rows(
        `select distinct ${quotedName(column)}::varchar as value
         from (select ${quotedName(column)} from ${table} limit ${ROWS_FOR_CATEGORIES})
         where ${quotedName(column)} is not null limit ${limit}`,
        [],
      ),
  };
}
