import type { CatalogFilter, CatalogTable, LookWishes, TableLook } from '../catalog/catalog.js';
import { listedCatalog } from '../catalog/listed-catalog.js';
import { bringPages } from './bring-pages.js';
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
  const { filter, pageSize, pageMs } = errand;
  const pages = session.catalog?.(filter, pageSize) ?? listedCatalog(session, filter, pageSize);
  return bringPages(pages, (tables) => listener.page(tables), {
    reading: () => extend(pageMs),
    storing: () => extend(STORING_MS),
  });
}
