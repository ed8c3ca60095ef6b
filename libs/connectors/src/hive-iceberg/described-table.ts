import { catalogColumn, type CatalogColumn, type CatalogTable, icebergColumns } from '#connector-sdk/opening';

import { jsonParameter, type MetastoreTable } from './metastore/metastore-table.js';

/** A table of Iceberg as a catalog has it. */
export function describedTable(schema: string, table: MetastoreTable): CatalogTable {
  return {
    catalog: null,
    schema,
    name: table.name,
    kind: 'table',
    comment: table.parameters.get('comment') ?? null,
    rows: rowsOf(table),
    columns: tableColumns(table),
  };
}

/**
 * Iceberg's own schema where a writer has left it with the metastore, for it says what is required and what a time zone
 * has; else Hive's columns. A writer that is too old to know of it leaves there what a later one wrote, which then
 * has other columns than Hive's, and is not believed.
 */
export function tableColumns(table: MetastoreTable): CatalogColumn[] {
  const hive = [...table.columns, ...table.partitionKeys];
  const schema = jsonParameter(table, 'current-schema');
  const own = schema && icebergColumns(JSON.stringify({ schema }));
  if (own && sameNames(own, hive)) return own;
  return hive.map((column) => catalogColumn({ ...column, nullable: null }));
}

/** Hive's names are lower case. */
function sameNames(one: readonly { name: string }[], other: readonly { name: string }[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name }, at) => name.toLowerCase() === other[at]!.name.toLowerCase())
  );
}

/** Rows of the current snapshot: Iceberg writes them for Hive, and with the summary of the snapshot (its SnapshotSummary). */
function rowsOf(table: MetastoreTable): number | null {
  const told = [
    jsonParameter(table, 'current-snapshot-summary')?.['total-records'],
    table.parameters.get('numRows'),
  ];
  const [rows] = told.filter((text) => typeof text === 'string' && /^\d{1,15}$/.test(text));
  return rows === undefined ? null : Number(rows);
}
