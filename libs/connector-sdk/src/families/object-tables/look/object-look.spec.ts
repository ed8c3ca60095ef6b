import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

import { ProbeError } from '../../../probe/probe-error.js';
import type { ByteRange } from '../object-contents.js';
import type { ObjectStore } from '../store-visit.js';
import { objectLook } from './object-look.js';

type Files = Readonly<Record<string, string | Buffer | Error>>;

/** A store with these files; an error in the place of one is what reading it throws. */
function storeOf(files: Files, prefix = '') {
  const read: { name: string; range: ByteRange }[] = [];
  const bytesOf = (name: string) => {
    const file = files[name]!;
    if (file instanceof Error) throw file;
    return Buffer.from(file);
  };
  const store: ObjectStore = {
    prefix,
    list: async (folder) => {
      const names = Object.keys(files).filter((name) => name.startsWith(folder));
      const here = names.filter((name) => !name.includes('/', folder.length));
      const beneath = names.filter((name) => name.includes('/', folder.length));
      return {
        folders: [...new Set(beneath.map((name) => name.slice(0, name.indexOf('/', folder.length) + 1)))],
        files: here.map((name) => ({
          name,
          size: files[name] instanceof Error ? 10 : bytesOf(name).length,
        })),
        next: undefined,
      };
    },
    contents: {
      read: async (name, range) => {
        read.push({ name, range });
        return bytesOf(name).subarray(range.from, range.to);
      },
      classify: () => undefined,
    },
  };
  return { store, read };
}

/** The folder stands before the last slash. */
function look(store: ObjectStore, path: string, categories: readonly string[] = [], rows = 3) {
  const at = path.lastIndexOf('/');
  const table = { catalog: null, schema: at < 0 ? null : path.slice(0, at), name: path.slice(at + 1) };
  return objectLook(store, table, { rows, categories });
}
const lookAt = (text: string | Buffer, name: string, categories?: readonly string[], rows?: number) =>
  look(storeOf({ [name]: text }).store, name, categories, rows);

describe('a close look at a text in an object store', () => {
  it('has the first rows, and the values of columns with few', async () => {
    const text =
      '\ufeffid,"full name",kind\r\n1,"Lovelace, Ada",a\r\n\r\n2,,b\r\n3,"said ""hi""",a\r\n4,x\r\n';
    expect(await lookAt(text, 'people.csv', ['kind', 'nothing'])).toEqual({
      ddl: null,
      rows: [
        { id: '1', 'full name': 'Lovelace, Ada', kind: 'a' },
        { id: '2', 'full name': null, kind: 'b' },
        { id: '3', 'full name': 'said "hi"', kind: 'a' },
      ],
      categories: { kind: ['a', 'b'] },
    });
  });

  it('has all rows of a file without names', async () => {
    const { rows, categories } = await lookAt('1\tAda\n2\tBob\n', 'a.tsv', ['column2']);
    expect(rows).toEqual([
      { column1: '1', column2: 'Ada' },
      { column1: '2', column2: 'Bob' },
    ]);
    expect(categories).toEqual({ column2: ['Ada', 'Bob'] });
  });

  it('has objects of lines and of arrays', async () => {
    const rows = [
      { id: '1', ok: 'true', tags: '["a"]' },
      { id: '2', ok: null, tags: null },
    ];
    const lines = '{"id":1,"ok":true,"tags":["a"]}\n{"id":2,"ok":null,"tags":null}\n';
    expect(await lookAt(lines, 'a.jsonl', ['ok'])).toEqual({ ddl: null, rows, categories: { ok: ['true'] } });
    const array = `[${lines.trim().replace('\n', ',\n')}]\n`;
    expect(await lookAt(array, 'a.json', ['ok'])).toEqual({ ddl: null, rows, categories: { ok: ['true'] } });
  });

  it('unpacks it', async () => {
    const found = { ddl: null, rows: [{ id: '1', kind: 'a' }], categories: { kind: ['a'] } };
    expect(await lookAt(gzipSync('id,kind\n1,a\n'), 'a.csv.gz', ['kind'])).toEqual(found);
    expect(await lookAt(gzipSync('{"id":1,"kind":"a"}\n'), 'a.jsonl.gz', ['kind'])).toEqual(found);
    const large = gzipSync(`id,kind\n${`1,${'a'.repeat(10_000)}\n`.repeat(2_000)}`);
    expect((await lookAt(large, 'a.csv.gz', ['kind'])).categories).toEqual({});
  });

  it('says no values of a column where there may be others', async () => {
    const line = `a,${'x'.repeat(1_000)}\n`;
    const large = `kind,text\n${line.repeat(9_000)}`;
    const { store, read } = storeOf({ 'a.csv': large });
    const { rows, categories } = await look(store, 'a.csv', ['kind']);
    expect(rows).toEqual(Array(3).fill({ kind: 'a', text: 'x'.repeat(200) }));
    expect(categories).toEqual({});
    expect(read).toEqual([{ name: 'a.csv', range: { from: 0, to: 8 * 1024 * 1024 } }]);
    const broken = '{"kind":"a"}\nno object\n{"kind":"b"}\n';
    expect(await lookAt(broken, 'a.json', ['kind'])).toEqual({
      ddl: null,
      rows: [{ kind: 'a' }],
      categories: {},
    });
  });

  it('says those of as many rows as a database is asked for', async () => {
    const { categories } = await lookAt(`kind,x\n${'a,1\n'.repeat(2_200_000)}`, 'a.csv', ['kind']);
    expect(categories).toEqual({ kind: ['a'] });
    const rest = await lookAt(`kind,x\n${'a,1\n'.repeat(100_000)}b,1\n`, 'a.csv', ['kind']);
    expect(rest.categories).toEqual({ kind: ['a'] });
  });

  it('reads nothing where nothing is wished', async () => {
    const { store, read } = storeOf({ 'a.csv': 'id\n1\n' });
    expect(await look(store, 'a.csv', [], 0)).toEqual({ ddl: null, rows: [], categories: {} });
    expect(read).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['nested without end', 'a.json', `{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['one quote', 'a.csv', `id\n"${'x\n'.repeat(100_000)}`],
    ['many columns', 'a.csv', `a${','.repeat(60_000)}\n1\n`],
    ['many ends of lines', 'a.csv', `id\n${'\n'.repeat(500_000)}`],
    ['names of an object', 'a.csv', '__proto__,constructor\n1,2\n'],
    ['no text', 'a.csv', '\0\0\n\0\n'],
  ])('survives a text with %s', async (_, name, text) => {
    const { rows } = await lookAt(text, name, ['id']);
    expect(rows.length).toBeLessThanOrEqual(3);
  });
});

describe('a close look at a table in an object store', () => {
  it('has the rows of a folder with what its folders say, and not all values', async () => {
    const files = {
      'hits/year=2025/country=A%20B/0.csv': 'url,year\n/a,x\n',
      'hits/year=2026/country=__HIVE_DEFAULT_PARTITION__/0.csv': 'url\n/b\n',
      'written/_SUCCESS': '',
      'written/part-0000.json': '{"id":1}',
    };
    const { store } = storeOf(files);
    expect(await look(store, 'hits', ['url'])).toEqual({
      ddl: null,
      rows: [{ url: '/a', year: '2025', country: 'A B' }],
      categories: {},
    });
    expect((await look(store, 'written')).rows).toEqual([{ id: '1' }]);
  });

  it('is of the file in its folder, also where a folder has its name', async () => {
    const { store } = storeOf({
      'in/a.csv': 'id\n1\n',
      'in/a.csv.csv': 'id\n2\n',
      'in/b.csv/part-0000.csv': 'id\n3\n',
    });
    expect((await look(store, 'in/a.csv')).rows).toEqual([{ id: '1' }]);
    expect((await look(store, 'in/b.csv')).rows).toEqual([{ id: '3' }]);
  });

  it.each([
    ['t', { 't/.hoodie/hoodie.properties': '', 't/part-0000.csv': 'id\n1\n' }],
    ['t', { 't/metadata/v1.metadata.json': '{}', 't/part-0000.csv': 'id\n1\n' }],
    ['t.avro', { 't.avro': 'Obj' }],
    ['t.csv', { 't.csv': '' }],
    ['t.csv.zst', { 't.csv.zst': 'x' }],
    ['t.parquet.gz', { 't.parquet.gz': 'x' }],
  ])('has no rows of what keeps its own record, and of other formats: %s %j', async (name, files) => {
    const { store, read } = storeOf(files);
    expect(await look(store, name, ['id'])).toEqual({ ddl: null, rows: [], categories: {} });
    expect(read).toEqual([]);
  });

  it('is refused where it is gone, and beyond the prefix', async () => {
    const files = { 'in/a.csv': 'id\n', 'out/b.csv': 'id\n' };
    for (const path of ['in/gone.csv', 'gone', 'out/b.csv', 'in/'])
      await expect(look(storeOf(files, 'in/').store, path)).rejects.toMatchObject({
        code: 'statement_refused',
      });
  });

  it('fails with what is wrong with its file', async () => {
    const { store } = storeOf({ 'a.csv': new ProbeError('permission_denied') });
    await expect(look(store, 'a.csv')).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('a close look at a Parquet file in an object store', () => {
  let folder: string;
  let instance: DuckDBInstance;
  let duck: DuckDBConnection;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-look-'));
    instance = await DuckDBInstance.create(':memory:');
    duck = await instance.connect();
  });
  afterAll(async () => {
    duck.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  });
  async function parquet(select: string, options = ''): Promise<Buffer> {
    const path = join(folder, 'one.parquet');
    await duck.run(`copy (${select}) to '${path}' (format parquet${options})`);
    return readFile(path);
  }

  it('has cells of all types that are not nested', async () => {
    const file = await parquet(`
      select 1::bigint as id, 'Ada' as name, -1.5::decimal(10, 2) as price, 12::decimal(30, 0) as large,
        date '2024-01-31' as day, timestamp '2024-01-31 10:00:00' as at, time '10:00:01' as clock,
        timestamptz '2024-01-31 10:00:00+00' as instant, '00112233-4455-6677-8899-aabbccddeeff'::uuid as uid,
        true as ok, 'xy'::blob as raw, 255::utinyint as small, 4000000000::uinteger as middle,
        18446744073709551615::ubigint as big, 1.5::double as ratio, '{"a":1}'::json as document,
        [1] as tags, {'a': 1} as inner, repeat('ü', 1000) as long
      union all by name select 2::bigint as id`);
    const { rows } = await lookAt(file, 'a.parquet');
    expect(rows[0]).toEqual({
      ...{
        id: '1',
        name: 'Ada',
        price: '-1.50',
        large: '12',
        day: '2024-01-31',
        at: '2024-01-31T10:00:00.000',
      },
      ...{ instant: '2024-01-31T10:00:00.000Z', uid: '00112233-4455-6677-8899-aabbccddeeff', ok: 'true' },
      ...{ raw: '2 bytes', small: '255', middle: '4000000000', big: '18446744073709551615', ratio: '1.5' },
      ...{ clock: '10:00:01.000', document: '{"a":1}', long: 'ü'.repeat(200) },
    });
    expect(Object.values(rows[1]!)).toEqual(['2', ...Array<null>(16).fill(null)]);
  });

  it.each(['', ', parquet_version v2', ', compression gzip', ', row_group_size 2048'])(
    'has values of columns with few (%s)',
    async (options) => {
      const file = await parquet(
        `select i, 'kind ' || (i % 3) as kind, i % 2 = 0 as even, 'text ' || i as text, null::text as nothing
         from range(10_000) as t(i)`,
        options,
      );
      const { store, read } = storeOf({ 'a.parquet': file });
      const { rows, categories } = await look(store, 'a.parquet', [
        'kind',
        'even',
        'text',
        'nothing',
        'gone',
      ]);
      expect(rows.map(({ i }) => i)).toEqual(['0', '1', '2']);
      expect(categories).toEqual({ kind: ['kind 0', 'kind 1', 'kind 2'], even: ['false', 'true'] });
      expect(read.every(({ range }) => range.to <= file.length)).toBe(true);
    },
  );

  it('says values of a folder only where as many rows are seen as a database is asked for', async () => {
    const select = (rows: number) => `select 'a' as kind from range(${rows})`;
    const small = storeOf({ 't/part-0.parquet': await parquet(select(1_000)) });
    expect((await look(small.store, 't', ['kind'])).categories).toEqual({});
    const large = storeOf({ 't/part-0.parquet': await parquet(select(150_000)) });
    expect((await look(large.store, 't', ['kind'])).categories).toEqual({ kind: ['a'] });
  });

  it('has no rows of a file that is spoilt, or none that are wrong in number', async () => {
    const file = await parquet(`select i, 'kind ' || (i % 3) as kind from range(10) as t(i)`);
    for (let at = 4; at < file.length; at += 1) {
      const spoilt = Buffer.from(file);
      spoilt[at] = spoilt[at]! ^ 0xff;
      const { rows } = await lookAt(spoilt, 'a.parquet', ['kind']);
      expect(rows.length).toBeLessThanOrEqual(3);
    }
  });
});
