import {
  type CatalogFilter,
  type CatalogTable,
  namedSchemas,
  passesFilter,
  type TableSummary,
} from '#connector-sdk/opening';

import { describedTable } from './described-table.js';
import type { Metastore } from './metastore/metastore.js';
import type { MetastoreTable } from './metastore/metastore-table.js';

/** What is asked of a metastore here. */
export type TableSource = Pick<Metastore, 'databases' | 'tableNames' | 'tables'>;

/** Tables that are asked for at once. */
const BATCH = 50;

/**
 * Iceberg's tables with all that the metastore says of them. A database that the filter does not name is not asked for,
 * nor a table that it leaves out; where it names each table, the names of the others are not asked for either. A page
 * is one answer of the metastore, and empty where that has none of Iceberg's, so that each has its time.
 */
export async function* icebergCatalog(
  metastore: TableSource,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  for (const schema of namedSchemas(filter) ?? (await metastore.databases())) {
    const known = includedNames(filter, schema) ?? (await metastore.tableNames(schema));
    const names = known.filter((name) => passesFilter(filter, { schema, name }));
    for await (const tables of batches(metastore, schema, names, Math.min(pageSize, BATCH))) {
      const found = tables.filter(({ iceberg, name }) => iceberg && passesFilter(filter, { schema, name }));
      yield found.map((table) => describedTable(schema, table));
    }
  }
}

/** Their names alone, for a list of so many at most. */
export async function* icebergTables(
  metastore: TableSource,
  schema: string | undefined,
  limit: number,
): AsyncIterable<TableSummary> {
  let left = limit;
  for (const database of schema === undefined ? await metastore.databases() : [schema]) {
    const names = await metastore.tableNames(database);
    for await (const tables of batches(metastore, database, names, BATCH)) {
      for (const { name } of tables.filter(({ iceberg }) => iceberg)) {
        if (left === 0) return;
        left -= 1;
        yield { catalog: null, schema: database, name, kind: 'table' };
      }
    }
  }
}

/** A metastore knows tables of every kind; which are Iceberg's only their parameters say. */
async function* batches(
  metastore: TableSource,
  schema: string,
  names: readonly string[],
  size: number,
): AsyncIterable<readonly MetastoreTable[]> {
  for (let from = 0; from < names.length; from += size) {
    yield await metastore.tables(schema, names.slice(from, from + size));
  }
}

/** The tables of a schema that the filter names one by one; undefined where it leaves them open. */
function includedNames({ include }: CatalogFilter, schema: string): string[] | undefined {
  const own = include.filter((pattern) => pattern.schema === schema);
  if (include.length > 0 && own.length === 0) return [];
  const names = own.flatMap(({ table }) => table ?? []);
  return own.length > 0 && names.length === own.length ? [...new Set(names)] : undefined;
}
