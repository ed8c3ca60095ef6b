import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { readFooter } from '../parquet/parquet-footer.js';
import { footerColumns } from './parquet-columns.js';

const SELECT = `
  select 1::bigint as id, 'Ada' as name, 1.5::decimal(10, 2) as price, date '2024-01-01' as day,
    timestamp '2024-01-01' as at, timestamptz '2024-01-01 00:00:00+00' as instant, time '10:00:00' as clock,
    uuid() as uid, true as ok, 'x'::blob as raw, 1::utinyint as small, 1.5::double as ratio, '{}'::json as document,
    [1, 2] as tags, {'a': 1, 'b': 'x'} as address, map(['k'], [1]) as props, [{'x': [1]}] as deep`;

async function columnsOf(footer: Uint8Array) {
  const found = await readFooter(footer);
  return found && footerColumns(found);
}

/** A footer with its trailer. */
function framed(thrift: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(thrift.length);
  return Buffer.concat([thrift, length, Buffer.from('PAR1')]);
}

describe('columns of a Parquet footer', () => {
  let folder: string;
  let thrift: Buffer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-parquet-'));
    const path = join(folder, 'all.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`copy (${SELECT}) to '${path}' (format parquet)`);
    connection.closeSync();
    instance.closeSync();
    const file = await readFile(path);
    thrift = file.subarray(file.length - 8 - file.readUInt32LE(file.length - 8), file.length - 8);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('have types, and what lies within them', async () => {
    const columns = await columnsOf(framed(thrift));
    expect(columns?.map(({ name, type, normal }) => [name, type, normal])).toEqual([
      ['id', 'int64', 'integer'],
      ['name', 'string', 'string'],
      ['price', 'decimal(10,2)', 'decimal'],
      ['day', 'date', 'date'],
      ['at', 'timestamp', 'timestamp'],
      ['instant', 'timestamp with time zone', 'timestamp'],
      ['clock', 'time', 'time'],
      ['uid', 'uuid', 'uuid'],
      ['ok', 'boolean', 'boolean'],
      ['raw', 'binary', 'binary'],
      ['small', 'uint8', 'integer'],
      ['ratio', 'double', 'float'],
      ['document', 'json', 'json'],
      ['tags', 'array<int32>', 'array'],
      ['address', 'struct<a: int32, b: string>', 'struct'],
      ['props', 'map<string, int32>', 'map'],
      ['deep', 'array<struct<x: array<int32>>>', 'array'],
    ]);
    expect(columns?.every(({ nullable }) => nullable)).toBe(true);
  });

  it('are not told by one that is cut or broken', async () => {
    for (let length = 0; length < thrift.length; length += 7) {
      expect(await columnsOf(framed(thrift.subarray(0, length)))).toBeUndefined();
    }
    for (let at = 0; at < thrift.length; at += 3) {
      const broken = Buffer.from(thrift);
      broken[at] = broken[at]! ^ 0xff;
      const columns = await columnsOf(framed(broken));
      expect(columns === undefined || Array.isArray(columns)).toBe(true);
    }
  });
});
