import type { CatalogColumn, ForeignKey } from '../../catalog/catalog.js';
import { catalogColumn } from '../../catalog/column-rows.js';
import { sizedType } from '../../catalog/sized-type.js';
import { yesOrNo } from '../../catalog/standard-catalog.js';
import type { TableName } from '../../probe/probe.js';
import type { Bridge } from './bridge.js';
import type { JdbcDriver } from './jdbc-driver.js';
import { placeOf } from './jdbc-tables.js';

/** Drivers write sizes like these where a type has none. */
const NO_LENGTH = 1_000_000;
const NO_PRECISION = 1_000;

/** What `DatabaseMetaData` says of a table's columns. */
export interface JdbcColumns {
  readonly columns: readonly CatalogColumn[];
  /** Names of the primary key's columns, in the key's own order. */
  readonly primaryKey: readonly string[];
}

/** The columns of a table, with its keys. */
export async function columnsOf(
  bridge: Pick<Bridge, 'ask'>,
  driver: JdbcDriver,
  table: TableName,
): Promise<JdbcColumns> {
  const place = placeOf(driver, table);
  const columns = await bridge.ask('columns', ...place, table.name);
  const primary = new Map<string, number>();
  const foreign = new Map<string, ForeignKey>();
  for (const key of await bridge.ask('keys', ...place, table.name)) {
    const [column = '', refCatalog, refSchema, refTable = '', refColumn = '', position] = key;
    const schema = (driver.schemasAreCatalogs ? refCatalog : refSchema) || null;
    if (refTable === '') primary.set(column, Number(position));
    else foreign.set(column, { schema, table: refTable, column: refColumn });
  }
  return {
    columns: columns.map(([name = '', type = '', nullable = '', size = '', digits = '', comment = '']) =>
      catalogColumn({
        name,
        type: typeOf(type, size, digits),
        nullable: yesOrNo(nullable),
        comment,
        primaryKey: primary.has(name),
        foreignKey: foreign.get(name),
      }),
    ),
    primaryKey: [...primary].sort(([, one], [, other]) => one - other).map(([name]) => name),
  };
}

/** One size is all that JDBC says: the length of a text, the precision of a number. */
function typeOf(word: string, size: string, digits: string): string {
  const length = Number(size) < NO_LENGTH ? size : null;
  const precision = size !== '' && Number(size) > 0 && Number(size) <= NO_PRECISION ? size : null;
  return sizedType(word, { length, precision, scale: digits });
}
