import type { CatalogTable } from '../catalog/catalog.js';

/** What a portion may have, beside a table that has more itself: some hundred kilobytes as JSON. */
const PORTION_COLUMNS = 2_000;

/** Told what the errand is about now, since each has its own deadline. */
export interface PageDeadlines {
  /** The source is asked for a page. */
  reading(): void;
  /** The source has answered; whoever stores what it said has a deadline of its own. */
  storing(): void;
}

/**
 * Brings all pages of a catalog, in their order and in portions that are small whatever the tables are like. One page
 * is read while the one before is brought, and never a second one.
 *
 * @param bring - resolves when something more is wanted
 * @returns how many tables there were
 * @throws what reading a page throws, when all before it is brought
 */
export async function bringPages(
  pages: AsyncIterable<readonly CatalogTable[]>,
  bring: (tables: readonly CatalogTable[]) => Promise<void>,
  deadlines: PageDeadlines,
): Promise<number> {
  const source = pages[Symbol.asyncIterator]();
  const read = async () => {
    deadlines.reading();
    try {
      return await source.next();
    } finally {
      deadlines.storing();
    }
  };
  let seen = 0;
  for (let page = await read(); !page.done;) {
    const next = read();
    // It is heard of when the page before is brought.
    next.catch(() => undefined);
    for (const tables of portions(page.value)) await bring(tables);
    seen += page.value.length;
    page = await next;
  }
  return seen;
}

function* portions(tables: readonly CatalogTable[]): Iterable<readonly CatalogTable[]> {
  let portion: CatalogTable[] = [];
  let columns = 0;
  for (const table of tables) {
    if (portion.length > 0 && columns + table.columns.length > PORTION_COLUMNS) {
      yield portion;
      portion = [];
      columns = 0;
    }
    portion.push(table);
    columns += table.columns.length;
  }
  if (portion.length > 0) yield portion;
}
