import type { LookStatements } from '../../../catalog/look-at-table.js';
import { compressionOf, isReadAsText } from '../data-format.js';
import { fileText } from '../file-text.js';
import type { TellingFile } from '../found-table.js';
import type { ObjectFile } from '../object-listing.js';
import type { PartReader } from '../store-visit.js';
import { type KnownRows, lookAtRows } from './known-rows.js';
import { parquetLook } from './parquet-look.js';
import { partitionCells } from './partition-cells.js';
import { delimitedRows, jsonRows } from './text-rows.js';

/** Bytes of a text that are read for its rows. */
const MOST_TEXT = 8 * 1024 * 1024;
/** Answers of what has no rows that could be read. */
export const NOTHING: LookStatements = { rows: async () => [], values: async () => [] };

/**
 * How a file is asked, with what its folders say.
 *
 * @param path - of the table
 * @param alone - true where the file is all of it
 */
export function lookAtFile(
  { format, file }: TellingFile,
  path: string,
  alone: boolean,
  reader: PartReader,
): LookStatements {
  const statements = fileStatements(format, file, alone, reader);
  const keys = partitionCells(file.name.slice(path.length + 1));
  return {
    ...statements,
    rows: async (limit) => (await statements.rows(limit)).map((row) => ({ ...row, ...keys })),
  };
}

function fileStatements(
  format: string,
  file: ObjectFile,
  alone: boolean,
  reader: PartReader,
): LookStatements {
  if (file.size === 0) return NOTHING;
  if (isReadAsText(file.name)) return lookAtRows(() => textRows(format, file, alone, reader));
  return format === 'parquet' && compressionOf(file.name) === undefined
    ? parquetLook(file, alone, reader)
    : NOTHING;
}

async function textRows(
  format: string,
  file: ObjectFile,
  alone: boolean,
  reader: PartReader,
): Promise<KnownRows | undefined> {
  const text = await fileText(file, MOST_TEXT, reader);
  const rows = text && (format === 'json' ? jsonRows(text) : delimitedRows(format, text));
  return rows && { ...rows, all: rows.all && alone };
}
