/**
 * Messages of Thrift's binary protocol with typed fields, without a thrift library
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md).
 */

const VERSION_1 = 0x80010000;
const REPLY = 2;

/** Types by their numbers. */
const STOP = 0;
const BOOL = 2;
const BYTE = 3;
const I16 = 6;
const I32 = 8;
const I64 = 10;
const TEXT = 11;
const STRUCT = 12;
const MAP = 13;
const SET = 14;
const LIST = 15;

/** A value with the type that it is written as. */
export interface Wire {
  readonly type: number;
  readonly bytes: Buffer;
}

/** Fields by their ids. */
export type Fields = Readonly<Record<number, Wire>>;

export const bool = (value: boolean): Wire => ({ type: BOOL, bytes: Buffer.from([value ? 1 : 0]) });
export const i32 = (value: number): Wire => ({ type: I32, bytes: word(value) });
export const i64 = (value: bigint): Wire => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return { type: I64, bytes };
};
export const text = (value: string | Buffer): Wire => {
  const content = Buffer.from(value);
  return { type: TEXT, bytes: Buffer.concat([word(content.length), content]) };
};
export const struct = (fields: Fields): Wire => ({ type: STRUCT, bytes: structBytes(fields) });
export const structs = (items: readonly Wire[]): Wire => sequence(STRUCT, items);
export const texts = (items: readonly string[]): Wire => sequence(TEXT, items.map(text));

/** The answer to a call: a struct whose field 0 is what the function returns. */
export function reply({ name, sequenceId }: Call, result: Wire): Buffer {
  const header = word((VERSION_1 | REPLY) >>> 0);
  return Buffer.concat([header, text(name).bytes, word(sequenceId), structBytes({ 0: result })]);
}

/** What was read: texts, numbers, structs by their fields' ids, and lists of them. */
export type Read = string | number | bigint | boolean | ReadStruct | readonly Read[];
export interface ReadStruct {
  readonly [id: number]: Read | undefined;
}

export interface Call {
  readonly name: string;
  readonly sequenceId: number;
  readonly parameters: ReadStruct;
}

/** @throws RangeError when the bytes end too early, TypeError for a type that is none */
export function readCall(bytes: Buffer): Call {
  const reader = new Reader(bytes);
  reader.i32();
  const name = reader.text();
  const sequenceId = reader.i32();
  return { name, sequenceId, parameters: reader.struct() };
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  i32(): number {
    return this.bytes.readInt32BE(this.advance(4));
  }

  text(): string {
    const length = this.i32();
    const from = this.advance(length);
    return this.bytes.toString('utf8', from, this.at);
  }

  struct(): ReadStruct {
    const fields: Record<number, Read> = {};
    for (let type = this.byte(); type !== STOP; type = this.byte()) {
      const id = this.bytes.readInt16BE(this.advance(2));
      fields[id] = this.value(type);
    }
    return fields;
  }

  private byte(): number {
    return this.bytes.readUInt8(this.advance(1));
  }

  private value(type: number): Read {
    switch (type) {
      case BOOL:
        return this.byte() === 1;
      case BYTE:
        return this.byte();
      case I16:
        return this.bytes.readInt16BE(this.advance(2));
      case I32:
        return this.i32();
      case I64:
        return this.bytes.readBigInt64BE(this.advance(8));
      case TEXT:
        return this.text();
      case STRUCT:
        return this.struct();
      case MAP: {
        const [keys, values] = [this.byte(), this.byte()];
        return this.times(this.i32(), () => [this.value(keys), this.value(values)]);
      }
      case SET:
      case LIST: {
        const items = this.byte();
        return this.times(this.i32(), () => this.value(items));
      }
      default:
        throw new TypeError(`No Thrift type: ${type}`);
    }
  }

  private times(count: number, read: () => Read): Read[] {
    return Array.from({ length: count }, read);
  }

  private advance(by: number): number {
    this.at += by;
    return this.at - by;
  }
}

function sequence(type: number, items: readonly Wire[]): Wire {
  const header = Buffer.concat([Buffer.from([type]), word(items.length)]);
  return { type: LIST, bytes: Buffer.concat([header, ...items.map(({ bytes }) => bytes)]) };
}

function structBytes(fields: Fields): Buffer {
  const parts = Object.entries(fields).flatMap(([id, value]) => {
    const header = Buffer.alloc(3);
    header.writeUInt8(value.type);
    header.writeInt16BE(Number(id), 1);
    return [header, value.bytes];
  });
  return Buffer.concat([...parts, Buffer.from([STOP])]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
