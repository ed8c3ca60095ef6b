import type { CatalogFilter, CatalogTable, LookWishes, TableLook, TableMark } from '../catalog/catalog.js';
import { listedCatalog } from '../catalog/listed-catalog.js';
import { bringPages } from './bring-pages.js';
import { ChangedTables } from './changed-tables.js';
import type { ProbeSession, TableName } from './probe.js';
import { ProbeError } from './probe-error.js';

/** What a prober brings beside the steps of a check: a whole catalog, page by page, or a close look at one table. */
export type Errand =
  | {
      readonly kind: 'catalog';
      readonly filter: CatalogFilter;
      /** Tables. */
      readonly pageSize: number;
      /** Milliseconds that one page may take, beside the time until the first is asked for. */
      readonly pageMs: number;
      /** Only tables are brought whose marks are others than those that are known, where the source has marks. */
      readonly changedOnly: boolean;
    }
  | {
      readonly kind: 'look';
      readonly table: TableName;
      readonly wishes: LookWishes;
      /** Milliseconds that the look may take, beside the time until it begins. */
      readonly pageMs: number;
    };

/** While a page is stored the driver is not to blame; whoever stores it has a deadline of its own. */
const STORING_MS = 600_000;

/** Where an errand brings what it finds. */
export interface ErrandListener {
  /** Takes a page, or a portion of a large one; resolves when more is wanted. */
  page(tables: readonly CatalogTable[]): Promise<void>;
  /** Answers the keys of those tables that are to be brought. */
  marks(marks: readonly TableMark[]): Promise<readonly string[]>;
  look(look: TableLook): void;
}

/**
 * Does an errand with an open session.
 *
 * @param extend - moves the deadline: so many milliseconds from now
 * @returns how many tables were seen
 * @throws ProbeError `unsupported_server` for what the source does not offer; what the driver throws
 */
export async function runErrand(
  errand: Errand | undefined,
  session: ProbeSession,
  listener: ErrandListener | undefined,
  extend: (ms: number) => void,
): Promise<number> {
  if (!errand || !listener) return 0;
  extend(errand.pageMs);
  if (errand.kind === 'look') {
    if (!session.look) throw new ProbeError('unsupported_server', { step: 'list' });
    listener.look(await session.look(errand.table, errand.wishes));
    return 1;
  }
  const { filter, pageSize, pageMs, changedOnly } = errand;
  const deadlines = { reading: () => extend(pageMs), storing: () => extend(STORING_MS) };
  const bring = (tables: readonly CatalogTable[]): Promise<void> => listener.page(tables);
  if (changedOnly && session.marked) {
    const wanted = (marks: readonly TableMark[]) => listener.marks(marks);
    const changed = new ChangedTables(session.marked, filter, pageSize, wanted, deadlines);
    await bringPages(changed.pages(), bring, deadlines);
    return changed.seen;
  }
  const pages = session.catalog?.(filter, pageSize) ?? listedCatalog(session, filter, pageSize);
  return bringPages(pages, bring, deadlines);
}
