import type { CatalogColumn } from '../../../catalog/catalog.js';
import type { ObjectFile } from '../object-listing.js';
import type { StoreVisit } from '../store-visit.js';
import { checkpointSchema, newestCheckpoint } from './delta-checkpoint.js';
import { committedSchema, deltaColumns } from './delta-schema.js';
import { wholeFolder } from './whole-folder.js';

const COMMIT = /(?:^|\/)(\d{20})\.json$/;
/** Commits that are looked at: a writer makes a checkpoint of every tenth, or of every hundredth. */
const MOST_COMMITS = 100;
const MOST_COMMIT_BYTES = 4 * 1024 * 1024;
const MOST_BYTES = 16 * 1024 * 1024;

interface Commit {
  readonly version: number;
  readonly file: ObjectFile;
}

/**
 * Columns of a Delta table: the newest commit that sets a schema has them, or the newest checkpoint, whichever is newer. A
 * commit that is not there or cannot be looked through might have set another one, and ends the search.
 *
 * @param folder - of the table, with a slash at its end
 * @throws the store's error where more is wrong than the files
 */
export async function deltaTableColumns(
  folder: string,
  visit: StoreVisit,
): Promise<CatalogColumn[] | undefined> {
  const files = (await wholeFolder(`${folder}_delta_log/`, visit)) ?? [];
  const schema = await newestSchema(files, visit);
  return schema === undefined ? undefined : deltaColumns(schema);
}

async function newestSchema(files: readonly ObjectFile[], visit: StoreVisit): Promise<string | undefined> {
  const commits = newestCommits(files);
  const checkpoint = newestCheckpoint(files);
  const version = checkpoint?.version ?? -1;
  const search = new CommitSearch(visit);
  const later = await search.schemaOf(commits.filter((commit) => commit.version > version));
  if (later !== null) return later;
  if (checkpoint && (search.next ?? version) === version) {
    const schema = await checkpointSchema(checkpoint, visit);
    if (schema !== undefined) return schema;
  }
  // What it was made of may still be there.
  return (await search.schemaOf(commits.filter((commit) => commit.version <= version))) ?? undefined;
}

/** Looks through commits from the newest to the oldest. */
class CommitSearch {
  /** The version that comes next; undefined before the first. */
  next: number | undefined;
  private bytes = 0;

  constructor(private readonly visit: StoreVisit) {}

  /** Null where none of them sets one, undefined where that cannot be known. */
  async schemaOf(commits: readonly Commit[]): Promise<string | null | undefined> {
    for (const { version, file } of commits) {
      const { name, size = MOST_COMMIT_BYTES } = file;
      this.bytes += size;
      if (version !== (this.next ?? version) || size > MOST_COMMIT_BYTES || this.bytes > MOST_BYTES)
        return undefined;
      const commit = await this.visit.read(name, { from: 0, to: Math.max(size, 1) });
      if (!commit) return undefined;
      const schema = committedSchema(Buffer.from(commit).toString('utf8'));
      if (schema !== undefined) return schema;
      this.next = version - 1;
    }
    return null;
  }
}

/** The newest first. */
function newestCommits(files: readonly ObjectFile[]): Commit[] {
  return files
    .flatMap((file): Commit[] => {
      const version = COMMIT.exec(file.name)?.[1];
      return version === undefined ? [] : [{ version: Number(version), file }];
    })
    .sort((one, other) => other.version - one.version)
    .slice(0, MOST_COMMITS);
}
