import type { FileMetaData } from 'hyparquet';

import type { ObjectFile } from '../object-listing.js';
import type { PartReader } from '../store-visit.js';
import { isBoundedStruct } from './thrift-bounds.js';

/** Read at first: most footers are smaller. */
const END = 64 * 1024;
const MOST_FOOTER = 4 * 1024 * 1024;
/** The footer's length and `PAR1` (https://parquet.apache.org/docs/file-format/). */
const TRAILER = 8;

/**
 * What a Parquet file says of itself at its end.
 *
 * @returns undefined for a file without a footer, with a very large one, and where `hyparquet` is not installed
 * @throws the store's error where more is wrong than the file
 */
export async function parquetFooter(
  { name, size = 0 }: ObjectFile,
  reader: PartReader,
): Promise<FileMetaData | undefined> {
  if (size <= TRAILER) return undefined;
  const end = await reader.read(name, { from: Math.max(0, size - END), to: size });
  const length = end && footerLength(end);
  if (length === undefined || length > Math.min(MOST_FOOTER, size)) return undefined;
  if (length <= end!.length) return readFooter(end!.subarray(end!.length - length));
  const footer = await reader.read(name, { from: size - length, to: size });
  return footer?.length === length ? readFooter(footer) : undefined;
}

/** With its trailer. */
function footerLength(end: Uint8Array): number | undefined {
  if (end.length < TRAILER || Buffer.from(end.subarray(-4)).toString('latin1') !== 'PAR1') return undefined;
  return new DataView(end.buffer, end.byteOffset + end.length - TRAILER).getUint32(0, true) + TRAILER;
}

/**
 * Undefined for what is none; the library says so in many ways.
 *
 * @param footer - with its trailer, and nothing before it
 */
export async function readFooter(footer: Uint8Array): Promise<FileMetaData | undefined> {
  if (!isBoundedStruct(footer.subarray(0, -TRAILER))) return undefined;
  try {
    const { parquetMetadata } = await import('hyparquet');
    return parquetMetadata(footer, { geoparquet: false });
  } catch {
    return undefined;
  }
}
