import {
  lookAtTable,
  type LookStatements,
  pagedCatalog,
  type ProbeSession,
  quotedName,
  type RowQuery,
  ROWS_FOR_CATEGORIES,
  standardCatalog,
  type StandardViews,
  type TableName,
} from '#connector-sdk/opening';

/** The declared database, by DuckDB's `information_schema`. */
export function motherDuckDiscovery(query: RowQuery): Pick<ProbeSession, 'catalog' | 'look'> {
  const views: StandardViews = {
    catalog: null,
    tables: 'information_schema.tables',
    columns: 'information_schema.columns',
    users: `table_schema not in ('pg_catalog', 'information_schema') and table_catalog = current_database()`,
    says: { tableComment: 'table_comment', tableRows: 'null', columnComment: 'column_comment' },
    parameter: (position) => `$${position}`,
    kindOf: (type) => (type === 'VIEW' ? 'view' : 'table'),
    query,
  };
  return {
    catalog: (filter, pageSize) => pagedCatalog(standardCatalog(views, filter), pageSize),
    look: (table, wishes) => lookAtTable(motherDuckLook(query, table), wishes),
  };
}

function motherDuckLook(query: RowQuery, { schema, name }: TableName): LookStatements {
  const table = `${quotedName(schema ?? 'main')}.${quotedName(name)}`;
  const here = 'database_name = current_database() and schema_name = $1';
  return {
    ddl: async () => {
      const [row] = await query<{ sql: string | null }>(
        `select sql from duckdb_tables() where ${here} and table_name = $2
         union all select sql from duckdb_views() where ${here} and view_name = $2`,
        [schema ?? 'main', name],
      );
      return row?.sql ?? null;
    },
    rows: (limit) => query(`select * from ${table} limit ${Math.trunc(limit)}`, []),
    values: (column, limit) =>
      query(
        `select distinct cast(${quotedName(column)} as varchar) as value
         from (select ${quotedName(column)} from ${table} limit ${ROWS_FOR_CATEGORIES}) t
         where ${quotedName(column)} is not null limit ${Math.trunc(limit)}`,
        [],
      ),
  };
}
