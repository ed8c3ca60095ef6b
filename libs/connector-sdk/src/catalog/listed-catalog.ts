import type { ProbeSession } from '../probe/probe.js';
import type { CatalogFilter, CatalogTable } from './catalog.js';
import { catalogColumn } from './column-rows.js';
import { namedSchemas, passesFilter } from './table-patterns.js';

/** More tables than that are not asked for where a source cannot page. */
const MOST_TABLES = 1_000_000;

/**
 * A catalog from what a check uses, table by table: for sources that have nothing better. Schemas are asked for one by
 * one where the filter names them; what is finer than that is chosen here.
 */
export async function* listedCatalog(
  session: ProbeSession,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  const schemas = namedSchemas(filter);
  let page: CatalogTable[] = [];
  for (const schema of schemas ?? [undefined]) {
    const listing = session.tables?.({ limit: MOST_TABLES, ...(schema === undefined ? {} : { schema }) });
    for await (const table of listing ?? []) {
      if (!passesFilter(filter, table)) continue;
      const columns = (await session.describe?.(table)) ?? [];
      page.push({ ...table, comment: null, rows: null, columns: columns.map(catalogColumn) });
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}
