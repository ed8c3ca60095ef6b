import { constants, createGunzip } from 'node:zlib';

import { compressionOf } from './data-format.js';
import { firstBytes } from './object-contents.js';
import type { ObjectFile } from './object-listing.js';
import type { PartReader } from './store-visit.js';

/** Bytes of a text that tell its columns. */
export const MOST_TEXT = 64 * 1024;

/** The beginning of a file, or all of it. */
export interface FileText {
  readonly text: string;
  /** False where more comes after the text. */
  readonly whole: boolean;
}

/**
 * The text that a file begins with, also where it is compressed by gzip.
 *
 * @param most - bytes that are read, and that the text has
 * @returns undefined for a file that cannot be read
 * @throws the store's error where more is wrong than the file
 */
export async function fileText(
  { name, size }: ObjectFile,
  most: number,
  reader: PartReader,
): Promise<FileText | undefined> {
  const bytes = await reader.read(name, { from: 0, to: Math.min(size ?? most, most) });
  if (!bytes) return undefined;
  const whole = size === undefined ? bytes.length < most : bytes.length >= size;
  const plain = compressionOf(name) === 'gz' ? await unzipped(bytes, whole, most) : { bytes, whole };
  // A character that is cut at the end is left out.
  return plain && { text: new TextDecoder().decode(plain.bytes, { stream: true }), whole: plain.whole };
}

/** Unpacks as much as is wanted, of however little it comes out; undefined for what is no gzip. */
async function unzipped(
  bytes: Uint8Array,
  whole: boolean,
  most: number,
): Promise<{ readonly bytes: Uint8Array; readonly whole: boolean } | undefined> {
  const gunzip = createGunzip(whole ? {} : { finishFlush: constants.Z_SYNC_FLUSH });
  gunzip.end(bytes);
  try {
    const found = await firstBytes(gunzip, most + 1);
    return { bytes: found.subarray(0, most), whole: whole && found.length <= most };
  } catch {
    return undefined;
  }
}
