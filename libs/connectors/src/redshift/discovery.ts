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

import { redshiftKeys } from './keys.js';
import { kindOf, OWN_SCHEMAS } from './tables.js';

/** Tables of the cluster and external ones, by Redshift's own views. */
export function redshiftDiscovery(query: RowQuery): Pick<ProbeSession, 'catalog' | 'look'> {
  const views: StandardViews = {
    catalog: null,
    tables: 'svv_tables',
    columns: 'svv_columns',
    users: `table_schema not in ${OWN_SCHEMAS}`,
    // Counts of rows are in svv_table_info, which is for administrators.
    says: { tableComment: 'remarks', tableRows: 'null', columnComment: 'remarks' },
    parameter: (position) => `$${position}`,
    kindOf,
    query,
    keys: (tables) => redshiftKeys(query, tables),
  };
  return {
    catalog: (filter, pageSize) => pagedCatalog(standardCatalog(views, filter), pageSize),
    look: (table, wishes) => lookAtTable(redshiftLook(query, table), wishes),
  };
}

/** How Redshift is asked about one table. */
export function redshiftLook(query: RowQuery, { schema, name }: TableName): LookStatements {
  const table = `${quotedName(schema ?? 'public')}.${quotedName(name)}`;
  return {
    ddl: async () => {
      const [found] = await query<{ type: string }>(
        'select table_type as type from svv_tables where table_schema = $1 and table_name = $2',
        [schema ?? 'public', name],
      );
      const kind = found && kindOf(found.type);
      if (kind === undefined || kind === 'external') return null;
      const [row] = await query<Record<string, string>>(`show ${kind} ${table}`, []);
      const text = Object.values(row ?? {})[0] ?? null;
      if (text === null || kind === 'table' || /^\s*create\b/i.test(text)) return text;
      return `CREATE VIEW ${table} AS\n${text}`;
    },
    rows: (limit) => query(`select * from ${table} limit ${Math.trunc(limit)}`, []),
    // Without a cast: Redshift has none from boolean to text.
    values: (column, limit) =>
      query(
        `select distinct ${quotedName(column)} as value
         from (select ${quotedName(column)} from ${table} limit ${ROWS_FOR_CATEGORIES}) t
         where ${quotedName(column)} is not null limit ${Math.trunc(limit)}`,
        [],
      ),
  };
}
