import type { CatalogFilter, CatalogTable, MarkedCatalog, TableMark } from '../catalog/catalog.js';
import type { PageDeadlines } from './bring-pages.js';

/** Marks are small: so many times as many of them make a page as tables. */
const MARKS_PER_TABLE = 10;

/** The tables of a catalog that are not as they were, by their marks. */
export class ChangedTables {
  private marks = 0;

  /**
   * @param pageSize - tables of one page
   * @param wanted - answers the keys of those tables that changed
   */
  constructor(
    private readonly catalog: MarkedCatalog,
    private readonly filter: CatalogFilter,
    private readonly pageSize: number,
    private readonly wanted: (marks: readonly TableMark[]) => Promise<readonly string[]>,
    private readonly deadlines: PageDeadlines,
  ) {}

  /** How many tables there were until now, changed or not. */
  get seen(): number {
    return this.marks;
  }

  /** While it is found out which tables changed, the marks behind are read. */
  async *pages(): AsyncIterable<readonly CatalogTable[]> {
    const source = this.catalog.marks(this.filter, this.pageSize * MARKS_PER_TABLE)[Symbol.asyncIterator]();
    for (let page = await source.next(); !page.done;) {
      const marks = page.value;
      this.marks += marks.length;
      const [keys, next] = await Promise.all([this.changed(marks), source.next()]);
      for (let from = 0; from < keys.length; from += this.pageSize)
        yield await this.catalog.tables(keys.slice(from, from + this.pageSize));
      page = next;
    }
  }

  private async changed(marks: readonly TableMark[]): Promise<readonly string[]> {
    this.deadlines.storing();
    const keys = await this.wanted(marks);
    this.deadlines.reading();
    return keys;
  }
}
