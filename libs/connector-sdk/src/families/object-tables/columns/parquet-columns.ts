import type { SchemaElement } from 'hyparquet';

import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';
import type { ObjectFile } from '../object-listing.js';
import type { StoreVisit } from '../store-visit.js';
import { parquetType, topNodes } from './parquet-types.js';
import { isBoundedStruct } from './thrift-bounds.js';

/** Read at first: most footers are smaller. */
const END = 64 * 1024;
const MOST_FOOTER = 4 * 1024 * 1024;
/** The footer's length and `PAR1` (https://parquet.apache.org/docs/file-format/). */
const TRAILER = 8;

/**
 * Columns of a Parquet file, by its footer.
 *
 * @returns undefined for a file without one, with a very large one, and where `hyparquet` is not installed
 * @throws the store's error where more is wrong than the file
 */
export async function parquetColumns(
  { name, size = 0 }: ObjectFile,
  visit: StoreVisit,
): Promise<CatalogColumn[] | undefined> {
  if (size <= TRAILER) return undefined;
  const end = await visit.read(name, { from: Math.max(0, size - END), to: size });
  const length = end && footerLength(end);
  if (length === undefined || length > Math.min(MOST_FOOTER, size)) return undefined;
  if (length <= end!.length) return footerColumns(end!.subarray(end!.length - length));
  const footer = await visit.read(name, { from: size - length, to: size });
  return footer?.length === length ? footerColumns(footer) : undefined;
}

/** With its trailer. */
function footerLength(end: Uint8Array): number | undefined {
  if (end.length < TRAILER || Buffer.from(end.subarray(-4)).toString('latin1') !== 'PAR1') return undefined;
  return new DataView(end.buffer, end.byteOffset + end.length - TRAILER).getUint32(0, true) + TRAILER;
}

/** @param footer - with its trailer, and nothing before it */
export async function footerColumns(footer: Uint8Array): Promise<CatalogColumn[] | undefined> {
  if (!isBoundedStruct(footer.subarray(0, -TRAILER))) return undefined;
  const nodes = topNodes(await schemaOf(footer));
  return nodes?.map((node) =>
    catalogColumn({
      name: node.element.name,
      type: parquetType(node),
      nullable: node.element.repetition_type === 'OPTIONAL',
    }),
  );
}

/** Empty for what is no schema; the library says so in many ways. */
async function schemaOf(footer: Uint8Array): Promise<readonly SchemaElement[]> {
  try {
    const { parquetMetadata } = await import('hyparquet');
    return parquetMetadata(footer, { geoparquet: false }).schema;
  } catch {
    return [];
  }
}
