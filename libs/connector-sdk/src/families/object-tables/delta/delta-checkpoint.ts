import type { ObjectFile } from '../object-listing.js';
import { columnPages } from '../parquet/column-pages.js';
import { parquetFooter } from '../parquet/parquet-footer.js';
import { chunkOf, leafAt } from '../parquet/parquet-leaf.js';
import type { StoreVisit } from '../store-visit.js';
import { committedSchema } from './delta-schema.js';

/**
 * Names of checkpoints (https://github.com/delta-io/delta/blob/master/PROTOCOL.md, "Checkpoints"): of one file, of
 * numbered parts, and of the second version, which may be JSON. What these keep in other files are no schemas.
 */
const CHECKPOINT =
  /(?:^|\/)(\d{20})\.checkpoint(?:\.(\d{10})\.(\d{10})|\.[0-9a-fA-F-]{36})?\.(parquet|json)$/;
const SCHEMA = ['metaData', 'schemaString'];
const MOST_PARTS = 50;
/** Groups of rows that are looked into, in all parts. */
const MOST_GROUPS = 500;
/** Nearly all of the column is null; the one schema of a table with thousands of columns is a MiB long. */
const MOST_CHUNK_BYTES = 4 * 1024 * 1024;
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_VALUES = 20_000_000;
const MOST_JSON_BYTES = 4 * 1024 * 1024;

/** The files that say what a Delta table was at a version. */
export interface DeltaCheckpoint {
  readonly version: number;
  /** Each alone has all of it, or all of them together. */
  readonly files: readonly ObjectFile[];
}

/** The newest checkpoint of which all parts are there. */
export function newestCheckpoint(files: readonly ObjectFile[]): DeltaCheckpoint | undefined {
  const found = new Map<string, { version: number; parts: number; files: ObjectFile[] }>();
  for (const file of files) {
    const [, version, part, parts = '1', format] = CHECKPOINT.exec(file.name) ?? [];
    if (version === undefined || (part !== undefined && format === 'json')) continue;
    const key = part === undefined ? file.name : `${version}/${parts}`;
    const checkpoint = found.get(key) ?? { version: Number(version), parts: Number(parts), files: [] };
    checkpoint.files.push(file);
    found.set(key, checkpoint);
  }
  return [...found.values()]
    .filter((one) => one.files.length === one.parts && one.parts <= MOST_PARTS)
    .sort((one, other) => other.version - one.version)[0];
}

/**
 * The schema that a checkpoint has.
 *
 * @returns undefined for one that cannot be read
 * @throws the store's error where more is wrong than the files
 */
export async function checkpointSchema(
  { files }: DeltaCheckpoint,
  visit: StoreVisit,
): Promise<string | undefined> {
  const left = { groups: MOST_GROUPS, bytes: MOST_BYTES, values: MOST_VALUES };
  for (const file of files) {
    const schema = await (file.name.endsWith('.json')
      ? jsonSchema(file, visit)
      : tableSchema(file, visit, left));
    if (schema !== undefined) return schema;
  }
  return undefined;
}

async function jsonSchema({ name, size = 0 }: ObjectFile, visit: StoreVisit): Promise<string | undefined> {
  if (size > MOST_JSON_BYTES) return undefined;
  const bytes = await visit.read(name, { from: 0, to: size || MOST_JSON_BYTES });
  return bytes && committedSchema(Buffer.from(bytes).toString('utf8'));
}

/** Goes through the column until its one value; groups that are known to have none are passed over. */
async function tableSchema(
  file: ObjectFile,
  visit: StoreVisit,
  left: { groups: number; bytes: number; values: number },
): Promise<string | undefined> {
  const footer = await parquetFooter(file, visit);
  const leaf = footer && leafAt(footer, SCHEMA);
  if (leaf?.element.type !== 'BYTE_ARRAY') return undefined;
  for (const group of footer!.row_groups) {
    const chunk = chunkOf(group, leaf);
    if (!chunk || chunk.statistics?.null_count === chunk.num_values) continue;
    left.groups -= 1;
    const most = Math.min(MOST_CHUNK_BYTES, left.bytes);
    left.bytes -= Math.min(Number(chunk.total_compressed_size), most);
    for await (const page of columnPages(file, chunk, leaf, most, visit)) {
      const schema = page.find((value) => value instanceof Uint8Array);
      if (schema) return Buffer.from(schema).toString('utf8');
      left.values -= page.length;
      if (left.values <= 0) return undefined;
    }
    if (left.groups <= 0 || left.bytes <= 0) return undefined;
  }
  return undefined;
}
