import type { LookWishes, TableLook } from '../../../catalog/catalog.js';
import { lookAtTable, type LookStatements } from '../../../catalog/look-at-table.js';
import type { TableName } from '../../../probe/probe.js';
import { ProbeError } from '../../../probe/probe-error.js';
import { compressionOf, dataFormat, isReadAsText } from '../data-format.js';
import { fileText } from '../file-text.js';
import { partitionKey } from '../folder-table.js';
import { FolderWalk } from '../folder-walk.js';
import type { FoundTable, TellingFile } from '../found-table.js';
import { tableAt } from '../found-table.js';
import type { ObjectFile } from '../object-listing.js';
import { type ObjectStore, type PartReader, StoreVisit } from '../store-visit.js';
import { type KnownRows, lookAtRows } from './known-rows.js';
import { parquetLook } from './parquet-look.js';
import { delimitedRows, jsonRows } from './text-rows.js';

/** Bytes of a text that are read for its rows. */
const MOST_TEXT = 8 * 1024 * 1024;
/** Answers in which a file is looked for. */
const MOST_ANSWERS = 20;
const GONE =
  'There is no such table in the bucket any more, or not beneath the prefix. Discover its tables again.';
const NOTHING: LookStatements = { rows: async () => [], values: async () => [] };

/**
 * A close look at a table of an object store. It has no definition. Rows are those that its file begins with, or the first
 * file of its folder; a table that keeps its own record of files has none here, for what lies in its folder may be
 * deleted.
 *
 * @throws ProbeError `statement_refused` for what is no table any more; the store's error
 */
export async function objectLook(
  store: ObjectStore,
  { schema, name }: TableName,
  wishes: LookWishes,
): Promise<TableLook> {
  const path = schema === null ? name : `${schema}/${name}`;
  const found = `${path}/`.startsWith(store.prefix) ? await tableIn(store, path) : undefined;
  if (!found) throw new ProbeError('statement_refused', { hint: GONE });
  const { contents } = store;
  if (!contents || !found.told || !('file' in found.told)) return lookAtTable(NOTHING, wishes);
  // There is one table to read: what is wrong with it is not passed over.
  const reader: PartReader = { read: (file, range) => contents.read(file, range) };
  const statements = lookAtFile(found.told, found.table.kind === 'file', reader);
  const keys = partitionCells(found.told.file.name.slice(path.length + 1));
  return lookAtTable(
    {
      ...statements,
      rows: async (limit) => (await statements.rows(limit)).map((row) => ({ ...row, ...keys })),
    },
    wishes,
  );
}

/** A folder may be called like a file, which then is not there. */
async function tableIn(store: ObjectStore, path: string): Promise<FoundTable | undefined> {
  const visit = new StoreVisit(store);
  const format = dataFormat(path);
  const file = format === undefined ? undefined : await fileAt(path, visit);
  if (format !== undefined && file) return { table: tableAt(path, 'file', format), told: { format, file } };
  for await (const found of new FolderWalk(visit).tables(`${path}/`, 0)) if (found) return found;
  return undefined;
}

async function fileAt(path: string, visit: StoreVisit): Promise<ObjectFile | undefined> {
  let next: string | undefined;
  for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
    const answer = await visit.list(path, next);
    const file = answer.files.find(({ name }) => name === path);
    next = answer.next;
    if (file || next === undefined) return file;
  }
  return undefined;
}

function lookAtFile({ format, file }: TellingFile, alone: boolean, reader: PartReader): LookStatements {
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

/** What the folders of a file say of its rows. */
function partitionCells(path: string): Record<string, string | null> {
  const folders = path.split('/').slice(0, -1);
  const cells = folders.flatMap((part): [string, string | null][] => {
    const key = partitionKey(part);
    return key === undefined ? [] : [[key, partitionValue(part.slice(key.length + 1))]];
  });
  return Object.fromEntries(cells);
}

/** As Hive writes it, with a name for null. */
function partitionValue(text: string): string | null {
  if (text === '__HIVE_DEFAULT_PARTITION__') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
