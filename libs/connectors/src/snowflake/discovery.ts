import {
  type CatalogFilter,
  type CatalogTable,
  type KeyedHead,
  type LookStatements,
  pagedCatalog,
  quotedName,
  ROWS_FOR_CATEGORIES,
  standardCatalog,
  type TableName,
} from '#connector-sdk/opening';

import { kindOf } from './kind-of.js';
import { snowflakeKeys } from './keys.js';
import { literal, type SnowflakeQuery } from './statements.js';

/**
 * Tables of one page. Of a large answer Snowflake sends the first part and names places in the cloud's storage for the
 * rest, which nobody declared: so answers are kept small.
 */
const TABLES_AT_ONCE = 20;

/** The catalog of one database, by its `information_schema`; needs a warehouse. */
export function snowflakeCatalog(
  query: SnowflakeQuery,
  database: string,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  const place = `${quotedName(database)}.information_schema`;
  const views = {
    catalog: database,
    tables: `${place}.tables`,
    columns: `${place}.columns`,
    users: `table_schema <> 'INFORMATION_SCHEMA'`,
    says: { tableComment: 'comment', tableRows: 'row_count', columnComment: 'comment' },
    parameter: () => '?',
    kindOf,
    query,
    keys: (tables: readonly KeyedHead[]) => snowflakeKeys(query, database, tables),
  };
  return pagedCatalog(standardCatalog(views, filter), Math.min(pageSize, TABLES_AT_ONCE));
}

/** How Snowflake is asked about one table. */
export function snowflakeLook(query: SnowflakeQuery, { catalog, schema, name }: TableName): LookStatements {
  const parts = [catalog, schema, name].filter((part) => part !== null);
  const table = parts.map(quotedName).join('.');
  return {
    // For a view it answers the view's definition, whichever of the two it is asked for.
    ddl: async () => {
      const [row] = await query<{ ddl: string | null }>(
        `select get_ddl('TABLE', ${literal(table)}) as "ddl"`,
      );
      return row?.ddl ?? null;
    },
    rows: (limit) => query(`select * from ${table} limit ${Math.trunc(limit)}`),
    values: (column, limit) =>
      query(
        `select distinct ${quotedName(column)}::varchar as "value"
         from (select ${quotedName(column)} from ${table} limit ${ROWS_FOR_CATEGORIES})
         where ${quotedName(column)} is not null limit ${Math.trunc(limit)}`,
      ),
  };
}
