import {
  type CatalogFilter,
  type CatalogRows,
  filterCondition,
  type LookStatements,
  type PlacedColumn,
  quotedName,
  ROWS_FOR_CATEGORIES,
  type TableName,
} from '#connector-sdk/opening';

import { literal, type TrinoStatements } from './statements.js';
import { TrinoQueryError } from './trino-errors.js';

/** Tables of one catalog, by its `information_schema`, which asks the source behind it anew for each statement. */
export async function trinoCatalog(
  trino: TrinoStatements,
  catalog: string,
  filter: CatalogFilter,
): Promise<CatalogRows> {
  const condition = filterCondition(filter, {
    schema: 'table_schema',
    table: 'table_name',
    parameter: literal,
  });
  const where = `where table_schema <> 'information_schema'${condition}`;
  const schema = `${quotedName(catalog)}.information_schema`;
  const heads = await trino.run(`select table_schema, table_name, table_type from ${schema}.tables ${where}`);
  const columns = trino.stream(
    `select table_schema, table_name, column_name, data_type, is_nullable from ${schema}.columns ${where}
     order by table_schema, table_name, ordinal_position`,
  );
  return {
    heads: heads.map(([table_schema, name, type]) => ({
      catalog,
      schema: String(table_schema),
      name: String(name),
      kind: type === 'VIEW' ? 'view' : 'table',
      comment: null,
      rows: null,
    })),
    columns: placed(columns),
  };
}

async function* placed(rows: AsyncIterable<readonly unknown[]>): AsyncIterable<PlacedColumn> {
  for await (const [schema, table, name, type, nullable] of rows) {
    yield {
      schema: String(schema),
      table: String(table),
      name: String(name),
      type: String(type),
      nullable: nullable === 'YES',
    };
  }
}

/** How Trino is asked about one table. */
export function trinoLook(trino: TrinoStatements, { catalog, schema, name }: TableName): LookStatements {
  const table = [catalog, schema, name].map((part) => quotedName(part ?? '')).join('.');
  return {
    ddl: async () => {
      const [found] = await trino.run(
        `select table_type from ${quotedName(catalog ?? '')}.information_schema.tables
         where table_schema = ${literal(schema ?? '')} and table_name = ${literal(name)}`,
      );
      if (!found) return null;
      try {
        const [row] = await trino.run(`show create ${found[0] === 'VIEW' ? 'view' : 'table'} ${table}`);
        return typeof row?.[0] === 'string' ? row[0] : null;
      } catch (error) {
        // Materialized views are called tables, and some sources have no definitions.
        if (error instanceof TrinoQueryError) return null;
        throw error;
      }
    },
    rows: (limit) => trino.records(`select * from ${table} limit ${Math.trunc(limit)}`),
    values: async (column, limit) => {
      const own = quotedName(column);
      const rows = await trino.run(
        `select distinct cast(${own} as varchar) from (select ${own} from ${table} limit ${ROWS_FOR_CATEGORIES})
         where ${own} is not null limit ${Math.trunc(limit)}`,
      );
      return rows.map(([value]) => ({ value }));
    },
  };
}
