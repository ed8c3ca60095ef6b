import { type LookStatements, ROWS_FOR_CATEGORIES, type TableName } from '#connector-sdk/opening';

import type { ClickHouseQueries } from './catalog.js';
import { quoted, textExpression } from './statements.js';

/** Tables whose definition names no other source, and views. */
const KEEPS_ITS_ROWS = /MergeTree$|^(?:Memory|Log|TinyLog|StripeLog|Set|Join|Null|Buffer|Merge)$|View$/;
/**
 * Table functions that read from elsewhere. Servers before 23 show the passwords that stand there, and in the
 * definitions of the engines for other sources; those definitions stay where they are.
 */
const ELSEWHERE =
  /\b(?:mysql|postgresql|mongodb|redis|remote\w*|cluster\w*|s3\w*|gcs|url\w*|hdfs\w*|jdbc|odbc|azure\w*|iceberg\w*|deltaLake\w*|hudi|sqlite)\s*\(/i;

/** How ClickHouse is asked about one table. */
export function clickHouseLook(
  { rows }: Pick<ClickHouseQueries, 'rows'>,
  { schema, name }: TableName,
): LookStatements {
  const table = `${quoted(schema ?? 'default')}.${quoted(name)}`;
  return {
    ddl: async () => {
      const [found] = await rows<{ engine: string; ddl: string }>(
        `select engine, create_table_query as ddl from system.tables
         where database = ${textExpression(schema ?? 'default')} and name = ${textExpression(name)}`,
      );
      if (!found || !KEEPS_ITS_ROWS.test(found.engine) || ELSEWHERE.test(found.ddl)) return null;
      return found.ddl === '' ? null : found.ddl;
    },
    rows: (limit) => rows(`select * from ${table} limit ${Math.trunc(limit)}`),
    values: (column, limit) =>
      rows(
        `select distinct toString(${quoted(column)}) as value
         from (select ${quoted(column)} from ${table} limit ${ROWS_FOR_CATEGORIES})
         where ${quoted(column)} is not null limit ${Math.trunc(limit)}`,
      ),
  };
}
