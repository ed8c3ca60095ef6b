import type { CatalogColumn } from '../../../catalog/catalog.js';
import { isIcebergMetadata } from '../folder-table.js';
import type { ObjectFile } from '../object-listing.js';
import type { StoreVisit } from '../store-visit.js';
import { icebergColumns } from './iceberg-schema.js';
import { wholeFolder } from './whole-folder.js';

const MOST_BYTES = 4 * 1024 * 1024;
/** `v3.metadata.json` of a file system's table, `00003-<uuid>.metadata.json` of a catalog's. */
const VERSION = /(?:^|\/)v?(\d+)[^/]*$/;

/**
 * Columns of an Iceberg table, by the newest metadata that lie in its folder: which of them a catalog points to is not
 * known here.
 *
 * @param folder - of the table, with a slash at its end
 * @throws the store's error where more is wrong than the files
 */
export async function icebergTableColumns(
  folder: string,
  visit: StoreVisit,
): Promise<CatalogColumn[] | undefined> {
  const files = await wholeFolder(`${folder}metadata/`, visit);
  const newest = files && newestMetadata(files);
  if (!newest || (newest.size ?? 0) > MOST_BYTES) return undefined;
  const bytes = await visit.read(newest.name, { from: 0, to: newest.size || MOST_BYTES });
  return bytes && icebergColumns(Buffer.from(bytes).toString('utf8'));
}

function newestMetadata(files: readonly ObjectFile[]): ObjectFile | undefined {
  const versions = files
    .filter(({ name }) => isIcebergMetadata(name))
    .map((file) => ({ file, version: Number(VERSION.exec(file.name)?.[1] ?? -1) }));
  return versions.sort((one, other) => other.version - one.version)[0]?.file;
}
