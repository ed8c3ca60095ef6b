export {
  type CatalogColumn,
  type CatalogFilter,
  type CatalogTable,
  type ForeignKey,
  LONGEST_CATEGORY,
  LONGEST_MARK,
  LONGEST_VALUE,
  type LookWishes,
  type MarkedCatalog,
  MOST_CATEGORIES,
  type TableLook,
  type TableMark,
} from './catalog.js';
export { catalogColumn, type ColumnRow, type TableHead } from './column-rows.js';
export { type CatalogRows, groupedCatalog, type PlacedColumn, placeOf } from './grouped-catalog.js';
export { NORMAL_TYPES, type NormalType, normalType } from './normal-type.js';
export {
  type CatalogStatements,
  type KeyedHead,
  type KeyRow,
  type OfTable,
  pagedCatalog,
} from './paged-catalog.js';
export { quotedName } from './quoted-name.js';
export { sizedType, type TypeSize } from './sized-type.js';
export { standardCatalog, standardKey, type StandardViews, yesOrNo } from './standard-catalog.js';
export {
  filterCondition,
  type FilterDialect,
  namedSchemas,
  onlyTables,
  parseTablePattern,
  passesFilter,
  type TablePattern,
  withinOwnSchema,
} from './table-patterns.js';
export { valuesTogether } from './values-together.js';
export { lookAtTable, type LookStatements, ROWS_FOR_CATEGORIES } from './look-at-table.js';
