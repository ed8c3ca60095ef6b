import type { ColumnMetaData, PageHeader } from 'hyparquet';

import type { ObjectFile } from '../object-listing.js';
import type { PartReader } from '../store-visit.js';
import { dictionaryValues, pageValues, type RawValue } from './page-values.js';
import type { ParquetLeaf } from './parquet-leaf.js';
import { boundedStructLength } from './thrift-bounds.js';

/** Bytes of the header of a page; its statistics may hold long texts. */
const MOST_HEADER = 64 * 1024;

/** Bytes that the pages of a group may become: some of them may be of one that is a thousand times as small. */
const MOST_UNPACKED = 32 * 1024 * 1024;

/**
 * The values of a column in a group of rows, page by page and in order. Ends with the group, with the bytes that may be
 * read, and before what cannot be read.
 *
 * @param most - bytes that may be read
 * @throws the store's error where more is wrong than the file
 */
export async function* columnPages(
  { name, size = 0 }: ObjectFile,
  chunk: ColumnMetaData,
  leaf: ParquetLeaf,
  most: number,
  reader: PartReader,
): AsyncIterable<readonly RawValue[]> {
  const offsets = [chunk.data_page_offset, chunk.dictionary_page_offset ?? 0n].map(Number);
  const from = Math.min(...offsets.filter((offset) => offset > 0));
  const to = Math.min(from + Number(chunk.total_compressed_size), from + most, size);
  if (!(from > 0 && to > from)) return;
  const bytes = await reader.read(name, { from, to });
  if (!bytes) return;
  try {
    yield* pagesOf(bytes, chunk, leaf);
  } catch {
    // A page is broken, or has too much in it; the library and what unpacks say so in many ways.
  }
}

/**
 * The first values of a column, as far as they can be read.
 *
 * @param most - values that are wanted, and bytes that may be read for them
 * @throws the store's error where more is wrong than the file
 */
export async function firstValues(
  file: ObjectFile,
  chunk: ColumnMetaData,
  leaf: ParquetLeaf,
  most: { readonly values: number; readonly bytes: number },
  reader: PartReader,
): Promise<readonly RawValue[]> {
  const values: RawValue[] = [];
  for await (const page of columnPages(file, chunk, leaf, most.bytes, reader)) {
    for (const value of page.slice(0, most.values - values.length)) values.push(value);
    if (values.length === most.values) break;
  }
  return values;
}

async function* pagesOf(
  bytes: Uint8Array,
  { codec }: ColumnMetaData,
  leaf: ParquetLeaf,
): AsyncIterable<readonly RawValue[]> {
  const { parquetHeader } = await import('hyparquet/src/column.js');
  let dictionary: readonly RawValue[] | undefined;
  let left = MOST_UNPACKED;
  for (let at = 0; at < bytes.length;) {
    const length = boundedStructLength(bytes.subarray(at, at + MOST_HEADER));
    if (length === undefined) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, length);
    const header: PageHeader = parquetHeader({ view, offset: 0 });
    const from = at + length;
    at = from + header.compressed_page_size;
    left -= header.uncompressed_page_size;
    if (!(at >= from && at <= bytes.length && left >= 0)) return;
    const page = bytes.subarray(from, at);
    if (header.type === 'DICTIONARY_PAGE') dictionary = await dictionaryValues(header, page, leaf, codec);
    else if (header.type !== 'INDEX_PAGE') yield await pageValues(header, page, leaf, codec, dictionary);
  }
}
