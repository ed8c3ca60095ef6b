import { readJson } from '../columns/read-json.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json/json.js';
import type { ObjectFile } from '../object-listing.js';
import { firstValues } from '../parquet/column-pages.js';
import { parquetFooter } from '../parquet/parquet-footer.js';
import { chunkOf, leafAt, type ParquetLeaf } from '../parquet/parquet-leaf.js';
import type { StoreVisit } from '../store-visit.js';
import type { DeltaCheckpoint } from './delta-checkpoint.js';
import { DeltaLog } from './delta-log.js';

/** What is looked at of a checkpoint's group of rows for a file that is still in the table. */
const MOST_OF_GROUP = { values: 20_000, bytes: 4 * 1024 * 1024 };
/** Groups of rows of a checkpoint that are looked into. */
const MOST_GROUPS = 10;

/**
 * A file of which all rows are in a Delta table now: its newest commits or its checkpoint have added it, and none has
 * removed it since, nor any row of it (https://github.com/delta-io/delta/blob/master/PROTOCOL.md, "Action Reconciliation").
 *
 * @param folder - of the table, with a slash at its end
 * @returns undefined where none is found, which does not mean that there is none
 * @throws the store's error where more is wrong than the files
 */
export async function currentDeltaFile(folder: string, visit: StoreVisit): Promise<ObjectFile | undefined> {
  const log = await DeltaLog.of(folder, visit);
  const removed = new Set<string>();
  for await (const commit of log.later()) {
    const { adds, removes } = actionsOf(commit);
    const added = adds.find(({ path, rowsDeleted }) => !rowsDeleted && !removed.has(path));
    const file = added && fileOf(folder, added);
    if (file) return file;
    // What is newer stands for what is older of the same file.
    for (const path of [...removes, ...adds.map((one) => one.path)]) removed.add(path);
  }
  const { checkpoint } = log;
  if (!checkpoint || !log.reached) return undefined;
  for await (const added of checkpointFiles(checkpoint, visit)) {
    const file = !added.rowsDeleted && !removed.has(added.path) ? fileOf(folder, added) : undefined;
    if (file) return file;
  }
  return undefined;
}

interface AddedFile {
  readonly path: string;
  readonly size: number;
  /** True where a list beside the file says which of its rows are deleted. */
  readonly rowsDeleted: boolean;
}

function actionsOf(commit: string): { readonly adds: AddedFile[]; readonly removes: string[] } {
  const actions = commit.split('\n').map((line) => (line.includes('"path"') ? readJson(line) : undefined));
  const of = (kind: string) => actions.flatMap((action) => pathAction(action, kind) ?? []);
  return {
    adds: of('add').map(({ path, size, deletionVector }) => ({
      path,
      size: typeof size === 'number' ? size : 0,
      rowsDeleted: isJsonObject(deletionVector),
    })),
    removes: of('remove').map(({ path }) => path),
  };
}

function pathAction(
  action: JsonValue | undefined,
  kind: string,
): (JsonObject & { readonly path: string }) | undefined {
  const found = isJsonObject(action) ? action[kind] : undefined;
  return isJsonObject(found) && typeof found['path'] === 'string'
    ? { ...found, path: found['path'] }
    : undefined;
}

/** Files that a checkpoint in Parquet has; those in other files beside it are not looked for. */
async function* checkpointFiles({ files }: DeltaCheckpoint, visit: StoreVisit): AsyncIterable<AddedFile> {
  for (const file of files.filter(({ name }) => name.endsWith('.parquet'))) {
    const footer = await parquetFooter(file, visit);
    const paths = footer && leafAt(footer, ['add', 'path']);
    const sizes = footer && leafAt(footer, ['add', 'size']);
    if (!paths || !sizes) continue;
    const deleted = leafAt(footer, ['add', 'deletionVector', 'storageType']);
    for (const group of footer.row_groups.slice(0, MOST_GROUPS)) {
      const values = async (leaf: ParquetLeaf | undefined) => {
        const chunk = leaf && chunkOf(group, leaf);
        return chunk ? firstValues(file, chunk, leaf, MOST_OF_GROUP, visit) : [];
      };
      const [path, size, vector] = [await values(paths), await values(sizes), await values(deleted)];
      for (const [at, found] of path.entries()) {
        if (at >= size.length || (deleted && at >= vector.length)) break;
        if (!(found instanceof Uint8Array)) continue;
        yield {
          path: Buffer.from(found).toString('utf8'),
          size: Number(size[at] ?? 0),
          rowsDeleted: vector[at] !== undefined,
        };
      }
    }
  }
}

/** Undefined for what lies elsewhere, as files of a shallow clone do, or is no Parquet. */
function fileOf(folder: string, { path, size }: AddedFile): ObjectFile | undefined {
  const plain = decoded(path);
  const elsewhere = /^[a-z][a-z\d+.-]*:|^\/|(?:^|\/)\.{1,2}(?:\/|$)|[\\\0]/i.test(plain);
  return !elsewhere && plain.endsWith('.parquet') && Number.isSafeInteger(size) && size > 0
    ? { name: `${folder}${plain}`, size }
    : undefined;
}

/** Paths are written as those of a URI. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
