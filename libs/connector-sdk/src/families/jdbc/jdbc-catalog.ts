import type { CatalogFilter, CatalogTable } from '../../catalog/catalog.js';
import { namedSchemas, passesFilter } from '../../catalog/table-patterns.js';
import type { Bridge } from './bridge.js';
import { columnsOf } from './jdbc-columns.js';
import type { JdbcDriver } from './jdbc-driver.js';
import { placeOf, tableOf } from './jdbc-tables.js';

/** Each table is asked about alone, so a page is kept small. */
const TABLES_AT_ONCE = 100;
const MOST_TABLES = 1_000_000;

/** A catalog by `DatabaseMetaData`: the names of a schema at once, and then table by table. */
export async function* jdbcCatalog(
  bridge: Pick<Bridge, 'ask'>,
  driver: JdbcDriver,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  let page: CatalogTable[] = [];
  for (const schema of namedSchemas(filter) ?? [null]) {
    const rows = await bridge.ask('tables', ...placeOf(driver, { schema }), '', String(MOST_TABLES));
    for (const row of rows) {
      const table = tableOf(driver, row);
      if (!passesFilter(filter, table)) continue;
      page.push({
        ...table,
        comment: row[4] || null,
        rows: null,
        columns: (await columnsOf(bridge, driver, table)).columns,
      });
      if (page.length < Math.min(pageSize, TABLES_AT_ONCE)) continue;
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}
