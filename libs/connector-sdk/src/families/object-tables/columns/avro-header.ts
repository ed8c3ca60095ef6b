/** Entries of a header; writers make two, and people some more. */
const MOST_ENTRIES = 1_000;
const MAGIC = 'Obj\u0001';
const SCHEMA = 'avro.schema';

/**
 * The schema in the header of an Avro file (https://avro.apache.org/docs/1.12.0/specification/#object-container-files).
 *
 * @param bytes - that the file begins with
 * @returns undefined for what is no header, and for one that is cut before its schema
 */
export function avroSchema(bytes: Uint8Array): string | undefined {
  if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC) return undefined;
  const header = new AvroHeader(bytes, MAGIC.length);
  try {
    return header.find(SCHEMA);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A map from texts to bytes, which comes in blocks. */
class AvroHeader {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  find(wanted: string): string | undefined {
    let left = MOST_ENTRIES;
    for (let count = this.long(); count !== 0; count = this.long()) {
      // A negative count is followed by how many bytes the block has.
      if (count < 0) this.long();
      for (let entry = Math.abs(count); entry > 0; entry -= 1) {
        if (left === 0) return undefined;
        left -= 1;
        const key = this.text();
        const value = this.text();
        if (key === wanted) return value;
      }
    }
    return undefined;
  }

  private text(): string {
    const length = this.long();
    const from = this.at;
    this.at += length;
    if (length < 0 || this.at > this.bytes.length) throw new RangeError();
    return Buffer.from(this.bytes.subarray(from, this.at)).toString('utf8');
  }

  /** Zigzag, seven bits in a byte; larger ones than a length may be are not told apart. */
  private long(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new RangeError();
      this.at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new RangeError();
  }
}
