import type { CatalogColumn, CatalogTable } from '../../../catalog/catalog.js';
import { isCompressed } from '../data-format.js';
import type { FoundTable, TellingFile } from '../found-table.js';
import type { StoreVisit } from '../store-visit.js';
import { delimitedColumns } from './delimited-columns.js';
import { jsonColumns } from './json-columns.js';

/** Bytes of a text that are looked at. */
const MOST_TEXT = 64 * 1024;

/**
 * The table with the columns that its file tells, before those that are keys of its folders.
 *
 * @throws the store's error where more is wrong than the file
 */
export async function withColumns({ table, told }: FoundTable, visit: StoreVisit): Promise<CatalogTable> {
  if (!told || !visit.reads) return table;
  const columns = await columnsOf(told, visit);
  if (!columns) return table;
  const keys = new Set(table.columns.map(({ name }) => name));
  return { ...table, columns: [...columns.filter(({ name }) => !keys.has(name)), ...table.columns] };
}

async function columnsOf(
  { format, file }: TellingFile,
  visit: StoreVisit,
): Promise<readonly CatalogColumn[] | undefined> {
  if (file.size === 0 || isCompressed(file.name)) return undefined;
  if (format !== 'csv' && format !== 'tsv' && format !== 'json') return undefined;
  const bytes = await visit.read(file.name, { from: 0, to: Math.min(file.size ?? MOST_TEXT, MOST_TEXT) });
  if (!bytes) return undefined;
  const whole = file.size === undefined ? bytes.length < MOST_TEXT : bytes.length >= file.size;
  // A character that is cut at the end is left out.
  const text = new TextDecoder().decode(bytes, { stream: true });
  if (format === 'json') return jsonColumns(text);
  return delimitedColumns(text, { delimiter: format === 'tsv' ? '\t' : undefined, whole });
}
