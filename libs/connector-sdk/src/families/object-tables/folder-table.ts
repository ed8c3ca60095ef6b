import { dataFormat } from './data-format.js';

/** What lies directly in a folder, by its last names, without slashes. */
export interface FolderContent {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** What a folder is: one table, perhaps one, or a place where tables are. */
export type FolderKind = 'delta' | 'hudi' | 'iceberg?' | 'partitioned' | 'parts' | 'place';

/** A folder of which a table keeps its own record; each format names it (Delta's protocol, Hudi's table layout). */
const RECORDS: readonly (readonly [string, FolderKind])[] = [
  ['_delta_log', 'delta'],
  ['.hoodie', 'hudi'],
  ['metadata', 'iceberg?'],
];
/** `key=value`, as Hive writes partitions. */
const PARTITION = /^([^=]+)=/;
/** What writers call the pieces of one table. */
const PART = /^part-\d+/;

/** Names that readers of tables pass over. */
export function isHidden(name: string): boolean {
  return name.startsWith('_') || name.startsWith('.');
}

export function folderKind({ folders, files }: FolderContent): FolderKind {
  const record = RECORDS.find(([name]) => folders.includes(name));
  if (record) return record[1];
  const shown = folders.filter((name) => !isHidden(name));
  const data = files.filter((name) => !isHidden(name) && dataFormat(name) !== undefined);
  if (shown.length > 0 && data.length === 0 && shown.every((name) => partitionKey(name) !== undefined)) {
    return 'partitioned';
  }
  return shown.length === 0 && data.some((name) => PART.test(name)) ? 'parts' : 'place';
}

/** What a folder is a partition by; undefined for one that is none. */
export function partitionKey(folder: string): string | undefined {
  return PARTITION.exec(folder)?.[1];
}

/** True for what Iceberg calls its metadata files (table specification, "Commit conflict resolution"). */
export function isIcebergMetadata(file: string): boolean {
  return file.endsWith('.metadata.json');
}
