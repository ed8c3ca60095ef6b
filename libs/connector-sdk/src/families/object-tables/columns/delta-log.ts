import type { CatalogColumn } from '../../../catalog/catalog.js';
import type { ObjectFile } from '../object-listing.js';
import type { StoreVisit } from '../store-visit.js';
import { committedSchema, deltaColumns } from './delta-schema.js';
import { wholeFolder } from './whole-folder.js';

const COMMIT = /(?:^|\/)(\d{20})\.json$/;
/** Commits that are looked at: a writer makes a checkpoint of every tenth, or of every hundredth. */
const MOST_COMMITS = 30;
const MOST_COMMIT_BYTES = 4 * 1024 * 1024;
const MOST_BYTES = 16 * 1024 * 1024;

interface Commit {
  readonly version: number;
  readonly file: ObjectFile;
}

/**
 * Columns of a Delta table: the newest commit that sets a schema has them. A commit that is not there or cannot be looked
 * through might have set another one, and ends the search.
 *
 * @param folder - of the table, with a slash at its end
 * @throws the store's error where more is wrong than the files
 */
export async function deltaTableColumns(
  folder: string,
  visit: StoreVisit,
): Promise<CatalogColumn[] | undefined> {
  const files = await wholeFolder(`${folder}_delta_log/`, visit);
  let bytes = 0;
  for (const { name, size = MOST_COMMIT_BYTES } of newestCommits(files ?? [])) {
    bytes += size;
    if (size > MOST_COMMIT_BYTES || bytes > MOST_BYTES) return undefined;
    const commit = await visit.read(name, { from: 0, to: Math.max(size, 1) });
    const schema = commit && committedSchema(Buffer.from(commit).toString('utf8'));
    if (!commit || schema !== undefined) return schema === undefined ? undefined : deltaColumns(schema);
  }
  return undefined;
}

/** The newest first, without a gap. */
function newestCommits(files: readonly ObjectFile[]): ObjectFile[] {
  const commits = files
    .flatMap((file): Commit[] => {
      const version = COMMIT.exec(file.name)?.[1];
      return version === undefined ? [] : [{ version: Number(version), file }];
    })
    .sort((one, other) => other.version - one.version)
    .slice(0, MOST_COMMITS);
  const newest = commits[0]?.version ?? 0;
  return commits.filter(({ version }, at) => version === newest - at).map(({ file }) => file);
}
