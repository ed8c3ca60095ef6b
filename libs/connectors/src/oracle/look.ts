import { type LookStatements, ROWS_FOR_CATEGORIES, type TableName } from '#connector-sdk/opening';

import type { OracleQueries } from './queries.js';

/** Types whose values are short enough to be examples; of a LOB the driver would answer a handle. */
const SHORT = /CHAR|^(?:NUMBER|FLOAT|DATE|BINARY_|INTERVAL|RAW|ROWID|UROWID|TIMESTAMP|BOOLEAN)/;
/** What `dbms_metadata` says of a table whose definition the login may not see: ORA-31603. */
const NOT_SHOWN = 31_603;

/** How Oracle is asked about one table. */
export function oracleLook(
  { rows }: Pick<OracleQueries, 'rows'>,
  { schema, name }: TableName,
): LookStatements {
  const table = `${quoted(schema ?? '')}.${quoted(name)}`;
  const place = { owner: schema ?? '', name };
  return {
    ddl: async () => {
      const [found] = await rows<{ kind: string }>(
        `select max(decode(object_type, 'MATERIALIZED VIEW', 'MATERIALIZED_VIEW', 'VIEW', 'VIEW')) as "kind"
         from all_objects where owner = :owner and object_name = :name and object_type in ('VIEW', 'MATERIALIZED VIEW')`,
        place,
      );
      const kind = found?.kind ?? 'TABLE';
      try {
        const [row] = await rows<{ ddl: string | null }>(
          'select dbms_metadata.get_ddl(:kind, :name, :owner) as "ddl" from dual',
          { kind, ...place },
        );
        return row?.ddl?.trim() ?? null;
      } catch (error) {
        if ((error as { errorNum?: unknown }).errorNum === NOT_SHOWN) return null;
        throw error;
      }
    },
    rows: async (limit) => {
      const columns = await rows<{ name: string; type: string }>(
        `select column_name as "name", data_type as "type" from all_tab_columns
         where owner = :owner and table_name = :name order by column_id`,
        place,
      );
      const shown = columns.filter(({ type }) => SHORT.test(type)).map((column) => quoted(column.name));
      if (columns.length > 0 && shown.length === 0) return [];
      return rows(`select ${shown.join(', ') || '*'} from ${table} where rownum <= :most`, {
        most: limit,
      });
    },
    values: (column, limit) =>
      rows(
        `select * from (select distinct to_char(${quoted(column)}) as "value"
           from (select ${quoted(column)} from ${table} where rownum <= ${ROWS_FOR_CATEGORIES})
           where ${quoted(column)} is not null)
         where rownum <= :most`,
        { most: limit },
      ),
  };
}

/** A name as it is; Oracle has no way to write a double quote in one. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '')}"`;
}
