import type { CatalogTable, ForeignKey } from './catalog.js';
import { catalogColumn, type ColumnRow, type TableHead } from './column-rows.js';

/** A table with what the next page begins behind. */
export interface KeyedHead extends TableHead {
  readonly key: string;
}

/** Something of the table that `table` is the key of. */
export type OfTable<Row> = Row & { readonly table: string };

/** A part of a primary or a foreign key. */
export interface KeyRow {
  readonly column: string;
  /** Null for a part of the primary key. */
  readonly refers: ForeignKey | null;
}

/** The statements of an engine that finds tables by a key without looking at all the others. */
export interface CatalogStatements {
  /** Tables behind `after`, in the order of their keys. */
  heads(after: string | null, limit: number): Promise<readonly KeyedHead[]>;
  /** The columns of these tables, in each table's order. */
  columns(tables: readonly KeyedHead[]): Promise<readonly OfTable<ColumnRow>[]>;
  /** Their keys, where columns do not say it themselves. */
  keys?(tables: readonly KeyedHead[]): Promise<readonly OfTable<KeyRow>[]>;
}

/**
 * A catalog for an engine whose statement for one page costs what that page costs (an index on what it pages by).
 * For the others see {@link groupedCatalog}, which asks once.
 *
 * Nothing is asked for until the caller wants the next page.
 */
export async function* pagedCatalog(
  statements: CatalogStatements,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  let after: string | null = null;
  for (;;) {
    const heads: readonly KeyedHead[] = await statements.heads(after, pageSize);
    const last = heads.at(-1);
    if (!last) return;
    const [columns, keys] = await Promise.all([statements.columns(heads), statements.keys?.(heads) ?? []]);
    yield assembled(heads, columns, keys);
    if (heads.length < pageSize) return;
    after = last.key;
  }
}

function assembled(
  heads: readonly KeyedHead[],
  columns: readonly OfTable<ColumnRow>[],
  keys: readonly OfTable<KeyRow>[],
): CatalogTable[] {
  const primary = new Set<string>();
  const foreign = new Map<string, ForeignKey>();
  for (const { table, column, refers } of keys) {
    if (refers === null) primary.add(`${table}\0${column}`);
    else foreign.set(`${table}\0${column}`, refers);
  }
  const byTable = new Map<string, OfTable<ColumnRow>[]>(heads.map(({ key }) => [key, []]));
  for (const column of columns) byTable.get(column.table)?.push(column);
  return heads.map(({ key, ...head }) => ({
    ...head,
    columns: (byTable.get(key) ?? []).map(({ table, ...row }) => {
      const place = `${table}\0${row.name}`;
      const keyed = { primaryKey: row.primaryKey ?? primary.has(place), foreignKey: foreign.get(place) };
      return catalogColumn(keys.length === 0 ? row : { ...row, ...keyed });
    }),
  }));
}
