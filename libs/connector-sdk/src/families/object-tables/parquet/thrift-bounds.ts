/** Structs and lists within each other. */
const DEEPEST = 100;
/** Values of all kinds; a table with so many has thousands of columns in hundreds of row groups. */
const MOST_VALUES = 1_000_000;

/** Types of the compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). */
const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I16 = 4;
const I32 = 5;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const SET = 10;
const STRUCT = 12;

/**
 * True where a struct of Thrift's compact protocol begins that is whole and holds no more than can be built of it: a few bytes
 * may say that a list has millions of elements, and a reader that believes them makes room for all.
 */
export function isBoundedStruct(bytes: Uint8Array): boolean {
  return boundedStructLength(bytes) !== undefined;
}

/** Bytes of such a struct; undefined where none begins. */
export function boundedStructLength(bytes: Uint8Array): number | undefined {
  const walk = new ThriftWalk(bytes);
  try {
    walk.struct(0);
    return walk.at;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Goes over values without building them. */
class ThriftWalk {
  at = 0;
  private values = 0;

  constructor(private readonly bytes: Uint8Array) {}

  struct(depth: number): void {
    for (let head = this.byte(); (head & 0x0f) !== STOP; head = this.byte()) {
      if (head >> 4 === 0) this.varint();
      const type = head & 0x0f;
      // Of a field, the type is the value.
      if (type !== TRUE && type !== FALSE) this.value(type, depth);
    }
  }

  private value(type: number, depth: number): void {
    this.values += 1;
    if (depth > DEEPEST || this.values > MOST_VALUES) throw new RangeError();
    switch (type) {
      case TRUE:
      case FALSE:
      case BYTE:
        return this.skip(1);
      case DOUBLE:
        return this.skip(8);
      case BINARY:
        return this.skip(this.varint());
      case LIST:
      case SET:
        return this.list(depth + 1);
      case STRUCT:
        return this.struct(depth + 1);
      case I16:
      case I32:
      case I64:
        this.varint();
        return;
      default:
        // Maps are not in what is read.
        throw new RangeError();
    }
  }

  private list(depth: number): void {
    const head = this.byte();
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    // None takes less than a byte.
    if (size > this.bytes.length - this.at) throw new RangeError();
    for (let count = 0; count < size; count += 1) this.value(head & 0x0f, depth);
  }

  private varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError();
  }

  private byte(): number {
    const found = this.bytes[this.at];
    if (found === undefined) throw new RangeError();
    this.at += 1;
    return found;
  }

  private skip(count: number): void {
    this.at += count;
    if (this.at > this.bytes.length) throw new RangeError();
  }
}
