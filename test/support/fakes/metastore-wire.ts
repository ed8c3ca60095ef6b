/**
 * The little of thrift's binary protocol that a metastore's fake needs, without a thrift library
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md).
 */
export interface ThriftBytes {
  readonly type: number;
  readonly bytes: Buffer;
}

export interface ThriftCall {
  readonly name: string;
  readonly id: number;
  /** Every text in the arguments, in order, however deep. */
  readonly texts: readonly string[];
  /** How long the message is. */
  readonly bytes: number;
}

const STOP = 0;
const I32 = 8;
const STRING = 11;
const STRUCT = 12;
const MAP = 13;
const LIST = 15;
const UNKNOWN_METHOD = 1;

const i16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const i32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

export function text(value: string): ThriftBytes {
  const bytes = Buffer.from(value);
  return { type: STRING, bytes: Buffer.concat([i32(bytes.length), bytes]) };
}

export function list(values: readonly ThriftBytes[]): ThriftBytes {
  const type = values[0]?.type ?? STRING;
  return {
    type: LIST,
    bytes: Buffer.concat([Buffer.from([type]), i32(values.length), ...values.map(({ bytes }) => bytes)]),
  };
}

export function map(values: Readonly<Record<string, string>>): ThriftBytes {
  const entries = Object.entries(values).flatMap(([key, value]) => [text(key).bytes, text(value).bytes]);
  return {
    type: MAP,
    bytes: Buffer.concat([Buffer.from([STRING, STRING]), i32(entries.length / 2), ...entries]),
  };
}

/** A struct's bytes; a field that is a struct itself may be given as its bytes. */
export function struct(...fields: readonly (readonly [id: number, value: ThriftBytes | Buffer])[]): Buffer {
  const written = fields.flatMap(([id, value]) => {
    const { type, bytes } = Buffer.isBuffer(value) ? { type: STRUCT, bytes: value } : value;
    return [Buffer.from([type]), i16(id), bytes];
  });
  return Buffer.concat([...written, Buffer.from([STOP])]);
}

/** The answer to a call; without a result, the exception for a method that is not known. */
export function reply(name: string, id: number, result: Buffer | undefined): Buffer {
  const kind = result ? 2 : 3;
  const number = { type: I32, bytes: i32(UNKNOWN_METHOD) };
  const body = result ?? struct([1, text('Invalid method name')], [2, number]);
  return Buffer.concat([Buffer.from([0x80, 1, 0, kind]), text(name).bytes, i32(id), body]);
}

/** The first call in what has come; undefined while it is not whole. */
export function callIn(bytes: Buffer): ThriftCall | undefined {
  try {
    let at = 4;
    const texts: string[] = [];
    const readText = (): string => {
      const length = bytes.readInt32BE(at);
      at += 4 + length;
      if (at > bytes.length) throw new RangeError();
      return bytes.toString('utf8', at - length, at);
    };
    const skip = (type: number): void => {
      if (type === STRING) texts.push(readText());
      else if (type === I32) at += 4;
      else if (type === LIST) {
        const [element = 0, size] = [bytes[at], bytes.readInt32BE(at + 1)];
        at += 5;
        for (let i = 0; i < size; i += 1) skip(element);
      } else {
        for (let field = bytes.readUInt8(at); field !== STOP; field = bytes.readUInt8(at)) {
          at += 3;
          skip(field);
        }
        at += 1;
      }
    };
    const name = readText();
    const id = bytes.readInt32BE(at);
    at += 4;
    skip(STRUCT);
    return at > bytes.length ? undefined : { name, id, texts, bytes: at };
  } catch (error) {
    // By name: jest has another RangeError than the buffers throw.
    if ((error as Error).name === 'RangeError') return undefined;
    throw error;
  }
}
