import type { ColumnMetaData, FileMetaData } from 'hyparquet';

import { LONGEST_CATEGORY } from '../../../catalog/catalog.js';
import { type LookStatements, ROWS_FOR_CATEGORIES } from '../../../catalog/look-at-table.js';
import { inTurns } from '../columns/in-turns.js';
import type { ObjectFile } from '../object-listing.js';
import { columnPages, firstValues } from '../parquet/column-pages.js';
import { parquetFooter } from '../parquet/parquet-footer.js';
import type { RawValue } from '../parquet/page-values.js';
import { chunkOf, leafAt, type ParquetLeaf } from '../parquet/parquet-leaf.js';
import type { PartReader } from '../store-visit.js';
import { parquetCell } from './parquet-cell.js';

/** Bytes of a column that are read for its first rows, and those that are read where its first page is not in them. */
const BYTES_OF_ROWS = [128 * 1024, 2 * 1024 * 1024] as const;
/** Bytes that are read for example rows; the columns that come after them are left out. */
const MOST_OF_ROWS = 64 * 1024 * 1024;
/** Bytes of a column that are read for its values: one with few of them is small. */
const MOST_OF_VALUES = 4 * 1024 * 1024;
/** Bytes that are read for values of all columns, and groups of rows that are looked into for those of one. */
const MOST_OF_ALL_VALUES = 64 * 1024 * 1024;
const MOST_GROUPS = 100;
/** Columns that example rows have. */
const MOST_COLUMNS = 500;
const READ_AT_ONCE = 4;

/**
 * How a Parquet file is asked. Example rows have the columns that are no lists, maps or structs, and whose first page is not
 * very large.
 *
 * @param alone - true where the file is all of the table
 */
export function parquetLook(file: ObjectFile, alone: boolean, reader: PartReader): LookStatements {
  let asked: Promise<FileMetaData | undefined> | undefined;
  const known = () => (asked ??= parquetFooter(file, reader));
  const left = { bytes: MOST_OF_ALL_VALUES };
  return {
    rows: async (limit) => {
      const footer = await known();
      return footer ? firstRows(file, footer, limit, reader) : [];
    },
    values: async (column, limit) => {
      const footer = await known();
      const leaf = footer && leafAt(footer, [column]);
      if (!leaf) return [];
      const { num_rows: rows, row_groups: groups } = footer;
      const wanted = alone ? Math.min(Number(rows), ROWS_FOR_CATEGORIES) : ROWS_FOR_CATEGORIES;
      const chunks = groups.slice(0, MOST_GROUPS).flatMap((group) => chunkOf(group, leaf) ?? []);
      const pages = chunkPages(file, chunks, leaf, left, reader);
      const values = await distinctValues(pages, leaf, { rows: wanted, limit });
      return values.map((value) => ({ value }));
    },
  };
}

async function firstRows(
  file: ObjectFile,
  footer: FileMetaData,
  limit: number,
  reader: PartReader,
): Promise<readonly Readonly<Record<string, string | null>>[]> {
  const group = footer.row_groups[0];
  if (!group) return [];
  const names = new Set(group.columns.map(({ meta_data: chunk }) => chunk?.path_in_schema[0] ?? ''));
  const leaves = [...names].slice(0, MOST_COLUMNS).flatMap((name) => leafAt(footer, [name]) ?? []);
  const count = Math.min(limit, Number(group.num_rows));
  let left = MOST_OF_ROWS;
  const columns = await inTurns(leaves, READ_AT_ONCE, async (leaf) => {
    const chunk = chunkOf(group, leaf);
    let cells: readonly (string | null)[] = [];
    for (const most of chunk ? BYTES_OF_ROWS : []) {
      if (cells.length === count || left <= 0) break;
      left -= bytesOf(chunk!, most);
      const values = await firstValues(file, chunk!, leaf, { values: count, bytes: most }, reader);
      cells = values.map((value) => parquetCell(value, leaf.element));
    }
    return { name: leaf.element.name, cells };
  });
  const whole = columns.filter(({ cells }) => cells.length === count);
  if (whole.length === 0) return [];
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(whole.map(({ name, cells }) => [name, cells[at] ?? null])),
  );
}

async function* chunkPages(
  file: ObjectFile,
  chunks: readonly ColumnMetaData[],
  leaf: ParquetLeaf,
  left: { bytes: number },
  reader: PartReader,
): AsyncIterable<readonly RawValue[]> {
  for (const chunk of chunks) {
    const most = Math.min(MOST_OF_VALUES, left.bytes);
    if (most <= 0) return;
    left.bytes -= bytesOf(chunk, most);
    yield* columnPages(file, chunk, leaf, most, reader);
  }
}

function bytesOf(chunk: ColumnMetaData, most: number): number {
  return Math.max(0, Math.min(most, Number(chunk.total_compressed_size)));
}

/** None where a database would look at more rows than can be read here. */
async function distinctValues(
  pages: AsyncIterable<readonly RawValue[]>,
  { element }: ParquetLeaf,
  { rows, limit }: { readonly rows: number; readonly limit: number },
): Promise<readonly string[]> {
  const values = new Set<string>();
  let seen = 0;
  for await (const page of pages) {
    for (const raw of new Set(page)) {
      const value = parquetCell(raw, element);
      if (value === null) continue;
      values.add(value);
      if (values.size >= limit || value.length > LONGEST_CATEGORY) return [];
    }
    seen += page.length;
    if (seen >= rows) return [...values];
  }
  return [];
}
