import type { CatalogFilter, CatalogTable } from '../../catalog/catalog.js';
import { namedSchemas, passesFilter } from '../../catalog/table-patterns.js';
import { inTurns } from './columns/in-turns.js';
import { withColumns } from './columns/table-columns.js';
import { FolderWalk } from './folder-walk.js';
import type { FoundTable } from './found-table.js';
import { type ObjectStore, StoreVisit } from './store-visit.js';

/** Folders beneath each other that are looked into. */
const DEEPEST = 20;
/** Answers after which a page goes out, also if it is empty: whoever waits for it has a deadline. */
const ANSWERS_OF_A_PAGE = 200;
/** Tables of a page whose files are read, for the same reason: of one, up to a hundred may be, one after the other. */
const READ_TABLES_OF_A_PAGE = 25;
/** Tables whose files are read at the same time. */
const READ_AT_ONCE = 4;

/**
 * Files with rows and folders that are one table, as tables: the folder that they are in is the schema. Where the filter
 * names schemas, these folders alone are listed. Of the tables that it lets through, beginnings or ends of files are
 * read for their columns; a file that cannot be read leaves its table with those that are known of it already.
 *
 * @throws ProbeError `unsupported_server` for more folders than can be listed one by one; the store's error
 */
export async function* objectCatalog(
  store: ObjectStore,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  const visit = new StoreVisit(store);
  const walk = new FolderWalk(visit);
  const most = visit.reads ? Math.min(pageSize, READ_TABLES_OF_A_PAGE) : pageSize;
  const pageOf = (found: readonly FoundTable[]) =>
    inTurns(found, READ_AT_ONCE, (table) => withColumns(table, visit));
  let found: FoundTable[] = [];
  let told = 0;
  for (const { folder, levels } of beginnings(store.prefix, filter)) {
    for await (const table of walk.tables(folder, levels)) {
      if (table && passesFilter(filter, table.table)) found.push(table);
      if (found.length < most && visit.answers - told < ANSWERS_OF_A_PAGE) continue;
      told = visit.answers;
      yield await pageOf(found);
      found = [];
    }
  }
  if (found.length > 0) yield await pageOf(found);
}

function beginnings(prefix: string, filter: CatalogFilter) {
  const named = namedSchemas(filter);
  if (!named) return [{ folder: prefix, levels: DEEPEST }];
  return named
    .map((schema) => ({ folder: `${schema}/`, levels: 1 }))
    .filter(({ folder }) => folder.startsWith(prefix));
}
