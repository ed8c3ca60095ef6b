import { type LookStatements, ROWS_FOR_CATEGORIES, type TableName } from '#connector-sdk/opening';

import type { Query } from './query.js';

/** How SQL Server is asked about one table. It has definitions of views alone; of tables it keeps none. */
export function msSqlLook(query: Query, { schema, name }: TableName): LookStatements {
  const table = `${quoted(schema ?? 'dbo')}.${quoted(name)}`;
  return {
    ddl: async () => {
      const [row] = await query<{ ddl: string | null }>(
        'select object_definition(object_id(@table)) as ddl',
        { table },
      );
      return row?.ddl ?? null;
    },
    rows: (limit) => query(`select top (@limit) * from ${table}`, { limit }),
    values: (column, limit) =>
      query(
        `select distinct top (@limit) cast(${quoted(column)} as nvarchar(400)) as value
         from (select top (${ROWS_FOR_CATEGORIES}) ${quoted(column)} from ${table}) t
         where ${quoted(column)} is not null`,
        { limit },
      ),
  };
}

/** A name as Transact-SQL takes it (https://learn.microsoft.com/sql/relational-databases/databases/database-identifiers). */
function quoted(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}
