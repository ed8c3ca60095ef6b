import type { FileMetaData } from 'hyparquet';

import { LONGEST_CATEGORY } from '../../../catalog/catalog.js';
import { type LookStatements, ROWS_FOR_CATEGORIES } from '../../../catalog/look-at-table.js';
import { inTurns } from '../columns/in-turns.js';
import type { ObjectFile } from '../object-listing.js';
import { columnPages, firstValues } from '../parquet/column-pages.js';
import { parquetFooter } from '../parquet/parquet-footer.js';
import { chunkOf, leafAt, type ParquetLeaf } from '../parquet/parquet-leaf.js';
import type { PartReader } from '../store-visit.js';
import { parquetCell } from './parquet-cell.js';

/** Bytes of a column that are read for its first rows, and those that are read where its first page is not in them. */
const BYTES_OF_ROWS = [128 * 1024, 2 * 1024 * 1024] as const;
/** Bytes that are read for example rows; the columns that come after them are left out. */
const MOST_OF_ROWS = 64 * 1024 * 1024;
/** Bytes of a column that are read for its values: one with few of them is small. */
const MOST_OF_VALUES = 4 * 1024 * 1024;
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
  return {
    rows: async (limit) => {
      const footer = await known();
      return footer ? firstRows(file, footer, limit, reader) : [];
    },
    values: async (column, limit) => {
      const footer = await known();
      const leaf = footer && leafAt(footer, [column]);
      if (!leaf) return [];
      const values = await distinctValues(file, footer, leaf, limit, alone, reader);
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
      left -= Math.min(most, Number(chunk!.total_compressed_size));
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

/** None where a database would look at more rows than can be read here. */
async function distinctValues(
  file: ObjectFile,
  { row_groups: groups, num_rows: rows }: FileMetaData,
  leaf: ParquetLeaf,
  limit: number,
  alone: boolean,
  reader: PartReader,
): Promise<readonly string[]> {
  const wanted = alone ? Math.min(Number(rows), ROWS_FOR_CATEGORIES) : ROWS_FOR_CATEGORIES;
  const values = new Set<string>();
  let seen = 0;
  for (const group of groups) {
    const chunk = chunkOf(group, leaf);
    if (!chunk) return [];
    for await (const page of columnPages(file, chunk, leaf, MOST_OF_VALUES, reader)) {
      for (const raw of new Set(page)) {
        const value = parquetCell(raw, leaf.element);
        if (value === null) continue;
        values.add(value);
        if (values.size >= limit || value.length > LONGEST_CATEGORY) return [];
      }
      seen += page.length;
      if (seen >= wanted) return [...values];
    }
  }
  return seen >= wanted ? [...values] : [];
}
