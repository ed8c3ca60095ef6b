import type { LookWishes, TableLook } from '../../../catalog/catalog.js';
import { lookAtTable } from '../../../catalog/look-at-table.js';
import type { TableName } from '../../../probe/probe.js';
import { ProbeError } from '../../../probe/probe-error.js';
import { dataFormat } from '../data-format.js';
import { FolderWalk } from '../folder-walk.js';
import { type FoundTable, tableAt } from '../found-table.js';
import type { ObjectFile } from '../object-listing.js';
import { type ObjectStore, type PartReader, StoreVisit } from '../store-visit.js';
import { deltaLook } from './delta-look.js';
import { lookAtFile, NOTHING } from './file-look.js';

/** Answers in which a file is looked for. */
const MOST_ANSWERS = 20;
const GONE =
  'There is no such table in the bucket any more, or not beneath the prefix. Discover its tables again.';

/**
 * A close look at a table of an object store. It has no definition. Rows are those that its file begins with, or the first
 * file of its folder; of a Delta table, a file that is in it now. Other tables with a record of their files have none: what
 * lies in their folder may be deleted.
 *
 * @throws ProbeError `statement_refused` for what is no table any more; the store's error
 */
export async function objectLook(
  store: ObjectStore,
  { schema, name }: TableName,
  wishes: LookWishes,
): Promise<TableLook> {
  const path = schema === null ? name : `${schema}/${name}`;
  const visit = new StoreVisit(store);
  const found = `${path}/`.startsWith(store.prefix) ? await tableIn(path, visit) : undefined;
  if (!found) throw new ProbeError('statement_refused', { hint: GONE });
  const { contents } = store;
  const wanted = wishes.rows > 0 || wishes.categories.length > 0;
  if (!contents || !found.told || !wanted) return lookAtTable(NOTHING, wishes);
  // There is one table to read: what is wrong with it is not passed over.
  const reader: PartReader = { read: (file, range) => contents.read(file, range) };
  const { told, table } = found;
  if ('file' in told) return lookAtTable(lookAtFile(told, path, table.kind === 'file', reader), wishes);
  return lookAtTable(told.format === 'delta' ? await deltaLook(told.folder, visit, reader) : NOTHING, wishes);
}

/** A folder may be called like a file, which then is not there. */
async function tableIn(path: string, visit: StoreVisit): Promise<FoundTable | undefined> {
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
