import type { CatalogColumn, CatalogTable, ForeignKey } from './catalog.js';
import { catalogColumn, type ColumnRow, type TableHead } from './column-rows.js';

/** A column and the table that it is of. */
export interface PlacedColumn extends ColumnRow {
  readonly schema: string | null;
  readonly table: string;
}

/** What an engine answers to one statement for each of the three. */
export interface CatalogRows {
  /** The tables of the filter: few bytes each, so they are held. */
  readonly heads: readonly TableHead[];
  /** All their columns as a stream, table by table, in each table's order. */
  readonly columns: AsyncIterable<PlacedColumn>;
  /** By {@link placeOf} of a column. */
  readonly foreignKeys?: ReadonlyMap<string, ForeignKey>;
}

/** One text for a column's place. */
export function placeOf(schema: string | null, table: string, column: string): string {
  return `${schema ?? ''}\0${table}\0${column}`;
}

/**
 * A catalog for an engine whose `information_schema` is a view that it makes anew for each statement: paging it costs
 * the whole each time, so it is asked once and its answer is read as a stream. A caller that does not ask for the
 * next page holds the stream up.
 */
export async function* groupedCatalog(
  { heads, columns, foreignKeys }: CatalogRows,
  pageSize: number,
): AsyncIterable<readonly CatalogTable[]> {
  const waiting = new Map(heads.map((head) => [placeOf(head.schema, head.name, ''), head]));
  let page: CatalogTable[] = [];
  let current: { readonly place: string; readonly columns: CatalogColumn[] } | undefined;
  const finish = (): void => {
    const head = current && waiting.get(current.place);
    if (!current || !head) return;
    waiting.delete(current.place);
    page.push({ ...head, columns: current.columns });
  };
  for await (const { schema, table, ...row } of columns) {
    const place = placeOf(schema, table, '');
    if (current?.place !== place) {
      finish();
      current = { place, columns: [] };
      if (page.length >= pageSize) {
        yield page;
        page = [];
      }
    }
    const foreignKey = row.foreignKey ?? foreignKeys?.get(placeOf(schema, table, row.name));
    current.columns.push(catalogColumn({ ...row, foreignKey }));
  }
  finish();
  // Tables whose columns the login may not see, or that have none.
  for (const head of waiting.values()) {
    page.push({ ...head, columns: [] });
    if (page.length >= pageSize) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}
