import type { TableName, TableSummary } from '../../probe/probe.js';
import type { JdbcDriver } from './jdbc-driver.js';

/** What JDBC calls the place of a table: catalog and schema, each empty where it is not said. */
export type JdbcPlace = readonly [catalog: string, schema: string];

/** A table's or schema's place, as the driver has it. */
export function placeOf(
  { schemasAreCatalogs }: JdbcDriver,
  { catalog, schema }: Partial<Pick<TableName, 'catalog' | 'schema'>>,
): JdbcPlace {
  return schemasAreCatalogs ? [schema || catalog || '', ''] : [catalog ?? '', schema ?? ''];
}

/** A row of the bridge's `tables`. */
export function tableOf({ schemasAreCatalogs }: JdbcDriver, row: readonly string[]): TableSummary {
  const [catalog, schema, name = '', type = ''] = row;
  return schemasAreCatalogs
    ? { catalog: null, schema: catalog || null, name, kind: kindOf(type) }
    : { catalog: catalog || null, schema: schema || null, name, kind: kindOf(type) };
}

function kindOf(type: string): TableSummary['kind'] {
  if (/MATERIALIZED/i.test(type)) return 'materialized_view';
  if (/VIEW/i.test(type)) return 'view';
  if (/FOREIGN|EXTERNAL/i.test(type)) return 'external';
  return /TABLE/i.test(type) ? 'table' : 'other';
}
