import type { CatalogColumn } from '../../../catalog/catalog.js';
import type { StoreVisit } from '../store-visit.js';
import { checkpointSchema } from './delta-checkpoint.js';
import { DeltaLog } from './delta-log.js';
import { committedSchema, deltaColumns } from './delta-schema.js';

/**
 * Columns of a Delta table: the newest commit that sets a schema has them, or the newest checkpoint, whichever is newer.
 *
 * @param folder - of the table, with a slash at its end
 * @throws the store's error where more is wrong than the files
 */
export async function deltaTableColumns(
  folder: string,
  visit: StoreVisit,
): Promise<CatalogColumn[] | undefined> {
  const schema = await deltaTableSchema(folder, visit);
  return schema === undefined ? undefined : deltaColumns(schema);
}

/** The schema itself, as it is written. */
export async function deltaTableSchema(folder: string, visit: StoreVisit): Promise<string | undefined> {
  const log = await DeltaLog.of(folder, visit);
  for await (const commit of log.later()) {
    const schema = committedSchema(commit);
    if (schema !== undefined) return schema;
  }
  const known = log.checkpoint && log.reached ? await checkpointSchema(log.checkpoint, visit) : undefined;
  if (known !== undefined) return known;
  for await (const commit of log.earlier()) {
    const schema = committedSchema(commit);
    if (schema !== undefined) return schema;
  }
  return undefined;
}
