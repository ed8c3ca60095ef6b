import type { Protocol } from 'thrift';

import { ProbeError } from '#connector-sdk/opening';

/** Types of thrift's binary protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md). */
export const THRIFT = {
  STOP: 0,
  BOOL: 2,
  BYTE: 3,
  DOUBLE: 4,
  I16: 6,
  I32: 8,
  I64: 10,
  STRING: 11,
  STRUCT: 12,
  MAP: 13,
  SET: 14,
  LIST: 15,
} as const;

/** A value as it came: structs by field number, whatever their later versions added. */
export type ThriftValue =
  | boolean
  | number
  | string
  | null
  | ThriftStruct
  | readonly ThriftValue[]
  | ReadonlyMap<ThriftValue, ThriftValue>;

/** The fields of a struct by number. */
export class ThriftStruct {
  constructor(private readonly fields: ReadonlyMap<number, ThriftValue>) {}

  has(id: number): boolean {
    return this.fields.has(id);
  }

  text(id: number): string | undefined {
    const value = this.fields.get(id);
    return typeof value === 'string' ? value : undefined;
  }

  number(id: number): number | undefined {
    const value = this.fields.get(id);
    return typeof value === 'number' ? value : undefined;
  }

  struct(id: number): ThriftStruct | undefined {
    const value = this.fields.get(id);
    return value instanceof ThriftStruct ? value : undefined;
  }

  list(id: number): readonly ThriftValue[] {
    const value = this.fields.get(id);
    return Array.isArray(value) ? (value as readonly ThriftValue[]) : [];
  }

  map(id: number): ReadonlyMap<ThriftValue, ThriftValue> {
    const value = this.fields.get(id);
    return value instanceof Map ? value : new Map<ThriftValue, ThriftValue>();
  }
}

const DEEPEST = 24;

/** @throws ProbeError `protocol_error`; thrift's own error while the message is not there yet as a whole */
export function readStruct(input: Protocol, depth = 0): ThriftStruct {
  if (depth > DEEPEST) throw new ProbeError('protocol_error');
  const fields = new Map<number, ThriftValue>();
  for (;;) {
    const { ftype, fid } = input.readFieldBegin();
    if (ftype === THRIFT.STOP) return new ThriftStruct(fields);
    fields.set(fid, readValue(input, ftype, depth + 1));
  }
}

function readValue(input: Protocol, type: number, depth: number): ThriftValue {
  switch (type) {
    case THRIFT.BOOL:
      return input.readBool();
    case THRIFT.BYTE:
      return input.readByte();
    case THRIFT.DOUBLE:
      return input.readDouble();
    case THRIFT.I16:
      return input.readI16();
    case THRIFT.I32:
      return input.readI32();
    case THRIFT.I64:
      input.readI64();
      // None is of use here.
      return null;
    case THRIFT.STRING:
      return input.readString();
    case THRIFT.STRUCT:
      return readStruct(input, depth);
    case THRIFT.SET:
    case THRIFT.LIST:
      return readList(input, depth);
    case THRIFT.MAP:
      return readMap(input, depth);
    default:
      throw new ProbeError('protocol_error');
  }
}

function readList(input: Protocol, depth: number): ThriftValue[] {
  if (depth > DEEPEST) throw new ProbeError('protocol_error');
  const { etype, size } = input.readListBegin();
  const values: ThriftValue[] = [];
  for (let i = 0; i < size; i += 1) values.push(readValue(input, etype, depth + 1));
  return values;
}

function readMap(input: Protocol, depth: number): Map<ThriftValue, ThriftValue> {
  if (depth > DEEPEST) throw new ProbeError('protocol_error');
  const { ktype, vtype, size } = input.readMapBegin();
  const values = new Map<ThriftValue, ThriftValue>();
  for (let i = 0; i < size; i += 1) {
    const key = readValue(input, ktype, depth + 1);
    values.set(key, readValue(input, vtype, depth + 1));
  }
  return values;
}
