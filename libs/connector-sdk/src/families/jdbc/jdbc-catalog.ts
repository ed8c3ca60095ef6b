import type { CatalogColumn, CatalogFilter, CatalogTable, ForeignKey } from '../../catalog/catalog.js';
import { catalogColumn } from '../../catalog/column-rows.js';
import { sizedType } from '../../catalog/sized-type.js';
import { yesOrNo } from '../../catalog/standard-catalog.js';
import { namedSchemas, passesFilter } from '../../catalog/table-patterns.js';
import type { TableName } from '../../probe/probe.js';
import type { Bridge } from './bridge.js';
import type { JdbcDriver } from './jdbc-driver.js';
import { placeOf, tableOf } from './jdbc-tables.js';

/** Each table is asked about alone, so a page is kept small. */
const TABLES_AT_ONCE = 100;
const MOST_TABLES = 1_000_000;
/** Drivers write sizes like these where a type has none. */
const NO_LENGTH = 1_000_000;
const NO_PRECISION = 1_000;

/** A catalog by `DatabaseMetaData`: the names of a schema at once, and then table by table. */
export async function* jdbcCatalog(
  bridge: Pick<Bridge, 'ask'>,
  driver: JdbcDriver,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  let page: CatalogTable[] = [];
  for (const schema of namedSchemas(filter) ?? [null]) {
    const rows = await bridge.ask('tables', ...placeOf(driver, { schema }), String(MOST_TABLES));
    for (const row of rows) {
      const table = tableOf(driver, row);
      if (!passesFilter(filter, table)) continue;
      page.push({
        ...table,
        comment: row[4] || null,
        rows: null,
        columns: await columnsOf(bridge, driver, table),
      });
      if (page.length < Math.min(pageSize, TABLES_AT_ONCE)) continue;
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

async function columnsOf(
  bridge: Pick<Bridge, 'ask'>,
  driver: JdbcDriver,
  table: TableName,
): Promise<CatalogColumn[]> {
  const place = placeOf(driver, table);
  const columns = await bridge.ask('columns', ...place, table.name);
  const primary = new Set<string>();
  const foreign = new Map<string, ForeignKey>();
  for (const key of await bridge.ask('keys', ...place, table.name)) {
    const [column = '', refCatalog, refSchema, refTable = '', refColumn = ''] = key;
    const schema = (driver.schemasAreCatalogs ? refCatalog : refSchema) || null;
    if (refTable === '') primary.add(column);
    else foreign.set(column, { schema, table: refTable, column: refColumn });
  }
  return columns.map(([name = '', type = '', nullable = '', size = '', digits = '', comment = '']) =>
    catalogColumn({
      name,
      type: typeOf(type, size, digits),
      nullable: yesOrNo(nullable),
      comment,
      primaryKey: primary.has(name),
      foreignKey: foreign.get(name),
    }),
  );
}

/** One size is all that JDBC says: the length of a text, the precision of a number. */
function typeOf(word: string, size: string, digits: string): string {
  const length = Number(size) < NO_LENGTH ? size : null;
  const precision = size !== '' && Number(size) > 0 && Number(size) <= NO_PRECISION ? size : null;
  return sizedType(word, { length, precision, scale: digits });
}
