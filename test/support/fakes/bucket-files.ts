import { gzipSync } from 'node:zlib';

import type { LookWishes, TableLook, TableName } from '#connector-sdk';

import type { FakeAnswer, FakeRequest } from './https-fake.js';

/** Files of a fake bucket, by their whole names. */
export type BucketFiles = Readonly<Record<string, string | Buffer>>;

/** A Parquet file's footer, as DuckDB wrote it for columns `id` and `name`. */
const FOOTER = Buffer.from(
  'FQIZPDUAGA1kdWNrZGJfc2NoZW1hFQQAFQQlAhgCaWQlJAAVDCUCGARuYW1lJQAAFgIZHBksJgAcFQQZFQAZGAJpZBUCFgIWPhZCJgg8GAgBAAAA' +
    'AAAAABgIAQAAAAAAAAAWACgIAQAAAAAAAAAYCAEAAAAAAAAAEREAAAAmABwVDBkVABkYBG5hbWUVAhYCFjgWPCZKPBgBeBgBeBYAKAF4GAF4EREA' +
    'AAAWdhYCJggWfgAoKER1Y2tEQiB2ZXJzaW9uIHYxLjUuNSAoYnVpbGQgZDhjZGFhMzNmZCkZLBwAABwAAADmAAAAUEFSMQ==',
  'base64',
);
const DELTA_SCHEMA = JSON.stringify({
  type: 'struct',
  fields: [
    { name: 'id', type: 'long', nullable: false, metadata: {} },
    { name: 'country', type: 'string', nullable: true, metadata: {} },
  ],
});
const ICEBERG = {
  'format-version': 2,
  'current-schema-id': 0,
  schemas: [
    { 'schema-id': 0, type: 'struct', fields: [{ id: 1, name: 'id', required: true, type: 'uuid' }] },
  ],
};

/** What tables look like in a lake; one of its files may not be read, and one is not there any more. */
export const LAKE: BucketFiles = {
  'people.csv': `id,"full name"\n${'1,Ada\n'.repeat(20_000)}`,
  'lines.jsonl': '{"id":1,"tags":["a"]}\n{"id":2,"born":null}\n',
  'packed.jsonl.gz': gzipSync('{"id":1}\n'.repeat(50_000)),
  'locked.csv': 'id\n',
  'gone.csv': 'id\n',
  'hits/year=2025/month=12/part-0000.csv': 'url;count\n',
  'small.parquet': FOOTER,
  // More than what is read of its end.
  'written/part-0000.snappy.parquet': Buffer.concat([Buffer.alloc(100_000), FOOTER]),
  'orders/_delta_log/00000000000000000000.json': `{"protocol":{}}\n${JSON.stringify({ metaData: { schemaString: DELTA_SCHEMA } })}\n`,
  'orders/_delta_log/00000000000000000001.json': '{"add":{"path":"x"}}\n',
  'orders/country=FI/part-0000.parquet': FOOTER,
  'events/metadata/00001-x.metadata.json': JSON.stringify(ICEBERG),
  'events/data/0.parquet': FOOTER,
};

/** The columns that a discovery shows of the lake's tables. */
export const LAKE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'people.csv': ['id text', 'full name text'],
  'lines.jsonl': ['id number', 'tags array', 'born json'],
  'packed.jsonl.gz': ['id number'],
  'locked.csv': [],
  'gone.csv': [],
  hits: ['url text', 'count text', 'year string', 'month string'],
  'small.parquet': ['id int64', 'name string'],
  written: ['id int64', 'name string'],
  orders: ['id long', 'country string'],
  events: ['id uuid'],
};

/** A table of the lake, and what a close look at it brings. */
export const PEOPLE: TableName = { catalog: null, schema: null, name: 'people.csv' };
export const PEOPLE_WISHES: LookWishes = { rows: 3, categories: ['full name'] };
export const PEOPLE_LOOK: TableLook = {
  ddl: null,
  rows: Array<TableLook['rows'][number]>(3).fill({ id: '1', 'full name': 'Ada' }),
  categories: { 'full name': ['Ada'] },
};

/** What lies directly beneath a prefix. */
export function filesBeneath(
  files: BucketFiles,
  prefix: string,
): { readonly folders: readonly string[]; readonly files: readonly { name: string; size: number }[] } {
  const names = Object.keys(files).filter((name) => name.startsWith(prefix));
  const folderOf = (name: string) => name.slice(0, name.indexOf('/', prefix.length) + 1);
  const here = names.filter((name) => !name.includes('/', prefix.length));
  return {
    folders: [...new Set(names.map(folderOf).filter((name) => name !== ''))],
    files: here.map((name) => ({ name, size: Buffer.from(files[name] ?? '').length })),
  };
}

/** The range that a request asks for (RFC 9110 section 14); a service of Azure's has a header of its own for it. */
export function rangeOf(file: string | Buffer, { headers }: Pick<FakeRequest, 'headers'>): FakeAnswer {
  const bytes = Buffer.from(file);
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(String(headers['x-ms-range'] ?? headers.range)) ?? [];
  if (from === undefined || to === undefined) {
    return { status: 200, headers: { 'content-length': String(bytes.length) }, body: bytes };
  }
  if (Number(from) >= bytes.length) return { status: 416 };
  const part = bytes.subarray(Number(from), Number(to) + 1);
  return {
    status: 206,
    headers: {
      'content-length': String(part.length),
      'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`,
    },
    body: part,
  };
}
