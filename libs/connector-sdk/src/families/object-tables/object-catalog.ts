import type { CatalogFilter, CatalogTable } from '../../catalog/catalog.js';
import { namedSchemas, passesFilter } from '../../catalog/table-patterns.js';
import { FolderWalk } from './folder-walk.js';
import type { ListObjects } from './object-listing.js';

/** Folders beneath each other that are looked into. */
const DEEPEST = 20;
/** Answers after which a page goes out, also if it is empty: whoever waits for it has a deadline. */
const ANSWERS_OF_A_PAGE = 200;

/** A part of a bucket. */
export interface ObjectStore {
  readonly list: ListObjects;
  /** What names begin with; empty for the whole bucket. */
  readonly prefix: string;
}

/**
 * Files with rows and folders that are one table, as tables: the folder that they are in is the schema. Where the filter
 * names schemas, these folders alone are listed.
 *
 * @throws ProbeError `unsupported_server` for more folders than can be listed one by one
 */
export async function* objectCatalog(
  { list, prefix }: ObjectStore,
  filter: CatalogFilter,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  const walk = new FolderWalk(list);
  let page: CatalogTable[] = [];
  let told = 0;
  for (const { folder, levels } of beginnings(prefix, filter)) {
    for await (const table of walk.tables(folder, levels)) {
      if (table && passesFilter(filter, table)) page.push(table);
      if (page.length < pageSize && walk.answers - told < ANSWERS_OF_A_PAGE) continue;
      told = walk.answers;
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

function beginnings(prefix: string, filter: CatalogFilter) {
  const named = namedSchemas(filter);
  if (!named) return [{ folder: prefix, levels: DEEPEST }];
  return named
    .map((schema) => ({ folder: `${schema}/`, levels: 1 }))
    .filter(({ folder }) => folder.startsWith(prefix));
}
