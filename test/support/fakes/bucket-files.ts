import type { FakeAnswer, FakeRequest } from './https-fake.js';

/** Files of a fake bucket, by their whole names. */
export type BucketFiles = Readonly<Record<string, string | Buffer>>;

/** What tables look like in a lake; one of its files may not be read, and one is not there any more. */
export const LAKE: BucketFiles = {
  'people.csv': `id,"full name"\n${'1,Ada\n'.repeat(20_000)}`,
  'lines.jsonl': '{"id":1,"tags":["a"]}\n{"id":2,"born":null}\n',
  'locked.csv': 'id\n',
  'gone.csv': 'id\n',
  'hits/year=2025/month=12/part-0000.csv': 'url;count\n',
};

/** The columns that a discovery shows of the lake's tables. */
export const LAKE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'people.csv': ['id text', 'full name text'],
  'lines.jsonl': ['id number', 'tags array', 'born json'],
  'locked.csv': [],
  'gone.csv': [],
  hits: ['url text', 'count text', 'year string', 'month string'],
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
export function rangeOf(file: string | Buffer, { headers }: FakeRequest): FakeAnswer {
  const bytes = Buffer.from(file);
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(String(headers['x-ms-range'] ?? headers.range)) ?? [];
  if (from === undefined || to === undefined) return { status: 200, body: bytes };
  if (Number(from) >= bytes.length) return { status: 416 };
  const part = bytes.subarray(Number(from), Number(to) + 1);
  return {
    status: 206,
    headers: { 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}` },
    body: part,
  };
}
