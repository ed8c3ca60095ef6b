import { PackedBytes } from './packed-bytes.js';

/** Bits of the widest value. */
const WIDEST = 32;

/**
 * Values of the hybrid of runs and packed bits in which Parquet writes levels and places in a dictionary
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/, "RLE"). A run may say that it is thousands of millions
 * of values long: no more are taken than are wanted.
 *
 * @param width - bits of a value
 * @throws RangeError where the bytes end before
 */
export function packedRuns(bytes: Uint8Array, width: number, count: number): Uint32Array {
  if (width > WIDEST) throw new RangeError();
  const values = new Uint32Array(count);
  if (width === 0) return values;
  const runs = new RunReader(bytes);
  for (let seen = 0; seen < count;) {
    const header = runs.varint();
    const length = Math.floor(header / 2);
    if (header % 2 === 0) {
      const value = runs.number(Math.ceil(width / 8));
      const end = Math.min(seen + length, count);
      values.fill(value, seen, end);
      seen = end;
    } else {
      for (let packed = 0; packed < length * 8 && seen < count; packed += 1, seen += 1) {
        values[seen] = runs.bits(packed * width, width);
      }
      runs.at += length * width;
    }
  }
  return values;
}

class RunReader extends PackedBytes {
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.next();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError();
  }

  /** Of so many bytes, the least one first. */
  number(length: number): number {
    let value = 0;
    for (let at = 0; at < length; at += 1) value += this.next() * 2 ** (8 * at);
    return value;
  }
}
