import type { TableSummary } from '#connector-sdk/opening';

/** Schemas of the cluster itself. */
export const OWN_SCHEMAS = `('pg_catalog', 'information_schema', 'pg_internal', 'pg_automv')`;

/** What a table type of `svv_tables` is. */
export function kindOf(tableType: string): TableSummary['kind'] {
  if (tableType === 'VIEW') return 'view';
  return tableType === 'EXTERNAL TABLE' ? 'external' : 'table';
}
