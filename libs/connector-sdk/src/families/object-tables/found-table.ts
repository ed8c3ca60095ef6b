import type { CatalogTable } from '../../catalog/catalog.js';
import { catalogColumn } from '../../catalog/column-rows.js';
import type { ObjectFile } from './object-listing.js';

/** A file that shows what columns a table has. */
export interface TellingFile {
  readonly format: string;
  readonly file: ObjectFile;
}

/** A folder in which a table keeps its own record of its columns. */
export interface TellingFolder {
  readonly format: 'delta' | 'iceberg';
  /** With a slash at its end. */
  readonly folder: string;
}

/** A table, with the columns that names alone tell. */
export interface FoundTable {
  readonly table: CatalogTable;
  /** Undefined where nothing tells more. */
  readonly told: TellingFile | TellingFolder | undefined;
}

/**
 * A table at a path.
 *
 * @param partitions - keys of its folders, which are columns
 */
export function tableAt(
  path: string,
  kind: 'file' | 'folder',
  format: string,
  partitions: readonly string[] = [],
): CatalogTable {
  const whole = path.replace(/\/$/, '');
  const at = whole.lastIndexOf('/');
  return {
    catalog: null,
    schema: at < 0 ? null : whole.slice(0, at),
    name: whole.slice(at + 1),
    kind,
    comment: partitions.length === 0 ? format : `${format}, partitioned by ${partitions.join(', ')}`,
    rows: null,
    columns: partitions.map((name) => catalogColumn({ name, type: 'string', nullable: null })),
  };
}
