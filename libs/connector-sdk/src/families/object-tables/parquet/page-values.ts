import type { CompressionCodec, Encoding, PageHeader } from 'hyparquet';

import { deltaNumbers, deltaTexts, prefixedTexts } from './delta-values.js';
import { packedRuns } from './packed-runs.js';
import { pageBody } from './page-body.js';
import type { ParquetLeaf } from './parquet-leaf.js';

/** Values as a file holds them: numbers, bytes, and undefined for a null. */
export type RawValue = number | bigint | boolean | Uint8Array | undefined;

/** Values of a page; writers begin another one after 20,000 rows, or a MiB. */
const MOST_VALUES = 1_000_000;
/** Bytes that a page has for the length of its levels. */
const LENGTH = 4;

/** The values of a dictionary page. @throws as {@link pageValues} */
export async function dictionaryValues(
  header: PageHeader,
  bytes: Uint8Array,
  leaf: ParquetLeaf,
  codec: CompressionCodec,
): Promise<readonly RawValue[]> {
  const body = await pageBody(codec, bytes, header.uncompressed_page_size);
  return plainValues(body, bounded(header.dictionary_page_header?.num_values), leaf);
}

/**
 * The values of a data page, of which many ways to write them down are known, and not all.
 *
 * @throws RangeError for what is broken, too large or not known; what the library throws
 */
export async function pageValues(
  header: PageHeader,
  bytes: Uint8Array,
  leaf: ParquetLeaf,
  codec: CompressionCodec,
  dictionary: readonly RawValue[] | undefined,
): Promise<readonly RawValue[]> {
  const { count, encoding, levels, body } = await partsOf(header, bytes, leaf, codec);
  const defined = levels && packedRuns(levels, 32 - Math.clz32(leaf.defined), count);
  const present = defined ? defined.filter((level) => level === leaf.defined).length : count;
  const values = await encodedValues(encoding, body, present, leaf, dictionary);
  if (!defined) return values;
  let at = 0;
  return Array.from(defined, (level) => {
    if (level !== leaf.defined) return undefined;
    at += 1;
    return values[at - 1];
  });
}

interface PageParts {
  readonly count: number;
  readonly encoding: Encoding;
  /** Undefined for a column that has a value in each row. */
  readonly levels: Uint8Array | undefined;
  /** In memory of its own. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The two versions of data pages differ in where levels stand, and whether they are compressed. */
async function partsOf(
  { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: size }: PageHeader,
  bytes: Uint8Array,
  { defined }: ParquetLeaf,
  codec: CompressionCodec,
): Promise<PageParts> {
  if (first) {
    const page = await pageBody(codec, bytes, size);
    const { num_values: count, encoding } = first;
    if (defined === 0) return { count: bounded(count), encoding, levels: undefined, body: page };
    if (first.definition_level_encoding !== 'RLE') throw new RangeError();
    const end = LENGTH + new DataView(page.buffer).getUint32(0, true);
    return {
      count: bounded(count),
      encoding,
      levels: page.subarray(LENGTH, end),
      body: page.slice(end),
    };
  }
  if (!second) throw new RangeError();
  const { num_values: count, encoding, definition_levels_byte_length: length, is_compressed } = second;
  if (second.repetition_levels_byte_length !== 0 || !(length >= 0)) throw new RangeError();
  const own = is_compressed === false ? 'UNCOMPRESSED' : codec;
  return {
    count: bounded(count),
    encoding,
    levels: defined === 0 ? undefined : bytes.subarray(0, length),
    body: await pageBody(own, bytes.subarray(length), size - length),
  };
}

async function encodedValues(
  encoding: Encoding,
  body: Uint8Array<ArrayBuffer>,
  count: number,
  leaf: ParquetLeaf,
  dictionary: readonly RawValue[] | undefined,
): Promise<readonly RawValue[]> {
  switch (encoding) {
    case 'PLAIN':
      return plainValues(body, count, leaf);
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      if (count === 0) return [];
      return Array.from(packedRuns(body.subarray(1), body[0] ?? 0, count), (place) => {
        if (!dictionary || place >= dictionary.length) throw new RangeError();
        return dictionary[place];
      });
    case 'RLE':
      if (leaf.element.type !== 'BOOLEAN') throw new RangeError();
      return Array.from(packedRuns(body.subarray(LENGTH), 1, count), (value) => value === 1);
    case 'DELTA_BINARY_PACKED':
      return deltaNumbers(body, count, leaf.element.type === 'INT32' ? 32 : 64).values;
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return deltaTexts(body, count);
    case 'DELTA_BYTE_ARRAY':
      return prefixedTexts(body, count);
    default:
      throw new RangeError();
  }
}

async function plainValues(
  { buffer }: Uint8Array<ArrayBuffer>,
  count: number,
  { element: { type, type_length: length } }: ParquetLeaf,
): Promise<readonly RawValue[]> {
  if (!type) throw new RangeError();
  const { readPlain } = await import('hyparquet/src/plain.js');
  const values: Iterable<RawValue> = readPlain(
    { view: new DataView(buffer), offset: 0 },
    type,
    count,
    length,
  );
  return [...values];
}

/** @throws RangeError for a number of values that no page has */
function bounded(count: number | undefined): number {
  if (count === undefined || !(count >= 0 && count <= MOST_VALUES)) throw new RangeError();
  return count;
}
