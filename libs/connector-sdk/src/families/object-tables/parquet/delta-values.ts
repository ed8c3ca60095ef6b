import { PackedBytes } from './packed-bytes.js';

/** Values of a block, and pieces of one: writers make blocks of 128, of four pieces. */
const MOST_OF_BLOCK = 65_536;
const MOST_PIECES = 512;
const WIDEST = 64;
const HALF = 32;
/** Bytes of all texts that are put together of beginnings of others. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Numbers by their differences, and how many bytes they took. */
interface DeltaNumbers {
  readonly values: readonly bigint[];
  readonly length: number;
}

/**
 * Numbers that are written as differences, in blocks of packed bits
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/, "DELTA_BINARY_PACKED").
 *
 * @param size - bits of a number, beyond which it begins anew
 * @throws RangeError where the bytes end before, and for a header that no writer makes
 */
export function deltaNumbers(bytes: Uint8Array, count: number, size: 32 | 64): DeltaNumbers {
  const reader = new DeltaReader(bytes);
  const ofBlock = Number(reader.varint());
  const pieces = Number(reader.varint());
  reader.varint();
  let value = reader.zigzag();
  const ofPiece = ofBlock / pieces;
  if (!(ofBlock <= MOST_OF_BLOCK && pieces > 0 && pieces <= MOST_PIECES && ofPiece % 8 === 0 && ofPiece > 0))
    throw new RangeError();
  const values = count > 0 ? [BigInt.asIntN(size, value)] : [];
  while (values.length < count) {
    const least = reader.zigzag();
    const widths = reader.bytesOf(pieces);
    for (const width of widths) {
      if (values.length >= count) break;
      if (width > WIDEST) throw new RangeError();
      for (let at = 0; at < ofPiece && values.length < count; at += 1) {
        value += least + reader.wideBits(at * width, width);
        values.push(BigInt.asIntN(size, value));
      }
      reader.at += (ofPiece * width) / 8;
    }
  }
  return { values, length: reader.at };
}

/** Texts behind their lengths ("DELTA_LENGTH_BYTE_ARRAY"). @throws RangeError as {@link deltaNumbers} */
export function deltaTexts(bytes: Uint8Array, count: number): Uint8Array[] {
  const { values: lengths, length } = deltaNumbers(bytes, count, 32);
  let at = length;
  return lengths.map((one) => {
    const from = at;
    at += Number(one);
    if (at < from || at > bytes.length) throw new RangeError();
    return bytes.subarray(from, at);
  });
}

/** Texts that begin like the one before ("DELTA_BYTE_ARRAY"). @throws RangeError as {@link deltaNumbers} */
export function prefixedTexts(bytes: Uint8Array, count: number): Uint8Array[] {
  const { values: prefixes, length } = deltaNumbers(bytes, count, 32);
  const ends = deltaTexts(bytes.subarray(length), count);
  let before: Uint8Array = new Uint8Array();
  let total = 0;
  return ends.map((end, at) => {
    const prefix = Number(prefixes[at]);
    total += prefix + end.length;
    if (prefix < 0 || prefix > before.length || total > MOST_BYTES) throw new RangeError();
    before = prefix === 0 ? end : Buffer.concat([before.subarray(0, prefix), end]);
    return before;
  });
}

class DeltaReader extends PackedBytes {
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.next();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError();
  }

  zigzag(): bigint {
    const value = this.varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  bytesOf(length: number): Uint8Array {
    const found = this.bytes.subarray(this.at, this.at + length);
    if (found.length < length) throw new RangeError();
    this.at += length;
    return found;
  }

  /** Up to 64 bits. */
  wideBits(first: number, width: number): bigint {
    const low = BigInt(this.bits(first, Math.min(width, HALF)));
    return width > HALF ? low | (BigInt(this.bits(first + HALF, width - HALF)) << BigInt(HALF)) : low;
  }
}
