import type { CatalogFilter } from '../../catalog/catalog.js';
import { ProbeError } from '../../probe/probe-error.js';
import { objectCatalog } from './object-catalog.js';
import type { ByteRange, ObjectContents } from './object-contents.js';
import type { ListObjects } from './object-listing.js';

const ALL: CatalogFilter = { schemas: [], include: [], exclude: [] };

/** A store of files with these texts; an error in the place of one is what reading it throws. */
function store(files: Readonly<Record<string, string | Error>>) {
  const read: { name: string; range: ByteRange }[] = [];
  const sizeOf = (text: string | Error) => (typeof text === 'string' ? Buffer.byteLength(text) : undefined);
  const list: ListObjects = async (prefix) => {
    const names = Object.keys(files).filter((name) => name.startsWith(prefix));
    const folders = names.flatMap((name) => {
      const slash = name.indexOf('/', prefix.length);
      return slash < 0 ? [] : [name.slice(0, slash + 1)];
    });
    const here = names.filter((name) => !name.includes('/', prefix.length));
    return {
      folders: [...new Set(folders)],
      files: here.map((name) => ({ name, size: sizeOf(files[name]!) })),
      next: undefined,
    };
  };
  const contents: ObjectContents = {
    read: async (name, range) => {
      read.push({ name, range });
      const text = files[name]!;
      if (text instanceof Error) throw text;
      return Buffer.from(text).subarray(range.from, range.to);
    },
    classify: () => undefined,
  };
  return { list, contents, prefix: '', read };
}

/** What a commit of Delta sets a schema by. */
function metaData(...names: readonly string[]): string {
  const fields = names.map((name) => ({ name, type: 'long', nullable: true, metadata: {} }));
  return JSON.stringify({ metaData: { schemaString: JSON.stringify({ type: 'struct', fields }) } });
}

async function columnsOf(
  opened: Parameters<typeof objectCatalog>[0],
  filter: Partial<CatalogFilter> = {},
): Promise<Record<string, string[]>> {
  const tables = [];
  for await (const page of objectCatalog(opened, { ...ALL, ...filter }, 100)) tables.push(...page);
  return Object.fromEntries(
    tables.map(({ name, columns }) => [name, columns.map((column) => `${column.name} ${column.type}`)]),
  );
}

describe('columns of tables in an object store', () => {
  it('are told by the beginnings of files', async () => {
    const opened = store({
      'a.csv': '\ufeffid,name\n1,Ada\n',
      'b.tsv': 'id;x\tname\n',
      'c.jsonl': '{"id":1}\n',
      'd.json': '[{"id":1,"tags":[]}]',
      'e.csv.bz2': 'id,name\n',
      'f.csv': '',
    });
    expect(await columnsOf(opened)).toEqual({
      'a.csv': ['id text', 'name text'],
      'b.tsv': ['id;x text', 'name text'],
      'c.jsonl': ['id number'],
      'd.json': ['id number', 'tags array'],
      'e.csv.bz2': [],
      'f.csv': [],
    });
    expect(opened.read.map(({ name }) => name).sort()).toEqual(['a.csv', 'b.tsv', 'c.jsonl', 'd.json']);
  });

  it('are read by pages that take no longer than a page may, however much has to be read', async () => {
    const commits = Array.from({ length: 30 }, (_, table) =>
      Array.from({ length: 90 }, (_, version) => [
        `t${table}/_delta_log/${String(version).padStart(20, '0')}.json`,
        version === 0 ? metaData('id') : '{"commitInfo":{}}',
      ]),
    ).flat();
    const opened = store(Object.fromEntries(commits));
    const parts = [];
    for await (const page of objectCatalog(opened, ALL, 500)) {
      expect(page.every(({ columns }) => columns.length === 1)).toBe(true);
      parts.push(opened.read.splice(0).length);
    }
    expect(parts.reduce((sum, one) => sum + one)).toBe(30 * 90);
    expect(Math.max(...parts)).toBeLessThanOrEqual(25 * 90);
  });

  it('are told by 64 KiB, of which the last row may be cut', async () => {
    const opened = store({
      'a.csv': `id,name\n${'x'.repeat(200_000)}`,
      'b.csv': `id,${'n'.repeat(200_000)}`,
      'c.jsonl': '{"id":"ü"}\n'.repeat(20_000),
    });
    expect(await columnsOf(opened)).toEqual({
      'a.csv': ['id text', 'name text'],
      'b.csv': [],
      'c.jsonl': ['id string'],
    });
    expect(opened.read.map(({ range }) => range)).toEqual(Array(3).fill({ from: 0, to: 65_536 }));
  });

  it('are those of a first file that has something, and then the keys of folders', async () => {
    const opened = store({
      'hits/year=2025/month=12/_SUCCESS': '',
      'hits/year=2025/month=12/a.csv': '',
      'hits/year=2025/month=12/b.csv': 'id,month,url\n',
      'hits/year=2026/month=01/c.csv': 'other\n',
      'written/part-0000.json': '{"id":1}',
      'written/part-0001.json': '{"other":1}',
    });
    expect(await columnsOf(opened)).toEqual({
      hits: ['id text', 'url text', 'year string', 'month string'],
      written: ['id number'],
    });
    expect(opened.read).toHaveLength(2);
  });

  it('are those of the newest schema in a log of Delta', async () => {
    const version = (at: number) => `orders/_delta_log/${String(at).padStart(20, '0')}.json`;
    const add = '{"add":{"path":"x"}}\n';
    const files = {
      [version(0)]: `${metaData('id')}\n${add}`,
      [version(1)]: `{"commitInfo":{}}\n${metaData('id', 'day')}`,
      [version(2)]: add,
      'orders/_delta_log/_last_checkpoint': '{}',
      'orders/day=1/part-0000.parquet': 'x',
    };
    const opened = store(files);
    expect(await columnsOf(opened)).toEqual({ orders: ['id long', 'day long'] });
    expect(opened.read.map(({ name }) => name)).toEqual([version(2), version(1)]);
    const unknown = { orders: ['day string'] };
    expect(await columnsOf(store({ ...files, [version(4)]: add }))).toEqual(unknown);
    expect(await columnsOf(store({ ...files, [version(2)]: new ProbeError('permission_denied') }))).toEqual(
      unknown,
    );
    expect(await columnsOf(store({ ...files, [version(3)]: 'x'.repeat(5_000_000) }))).toEqual(unknown);
    const many = Array.from(
      { length: 120 },
      (_, at) => [version(at), at === 0 ? metaData('id') : add] as const,
    );
    const long = store({ ...Object.fromEntries(many), 'orders/x.parquet': 'x' });
    expect(await columnsOf(long)).toEqual({ orders: [] });
    expect(long.read).toHaveLength(100);
  });

  it('are those of the newest metadata of Iceberg', async () => {
    const metadata = (name: string) =>
      JSON.stringify({
        'current-schema-id': 0,
        schemas: [{ 'schema-id': 0, fields: [{ name, type: 'int' }] }],
      });
    const opened = store({
      'a/metadata/00009-b.metadata.json': metadata('old'),
      'a/metadata/00010-a.metadata.json': metadata('new'),
      'a/metadata/snap-1.avro': 'x',
      'b/metadata/v9.metadata.json': metadata('old'),
      'b/metadata/v10.metadata.json': metadata('new'),
      'c/metadata/v1.metadata.json': 'x'.repeat(5_000_000),
      'd/metadata/v1.metadata.json': new ProbeError('permission_denied'),
    });
    expect(await columnsOf(opened)).toEqual({ a: ['new int'], b: ['new int'], c: [], d: [] });
    expect(opened.read).toHaveLength(3);
  });

  it('are not told by what is no Parquet file', async () => {
    const opened = store({
      'a.parquet': 'x',
      'b.parquet': `PAR1${'x'.repeat(100_000)}`,
      'c.parquet': `PAR1${'x'.repeat(100)}\xff\xff\xff\x7fPAR1`,
      'd.parquet': `PAR1${'\0'.repeat(100_000)}\0\0\x01\0PAR1`,
    });
    expect(await columnsOf(opened)).toEqual({
      'a.parquet': [],
      'b.parquet': [],
      'c.parquet': [],
      'd.parquet': [],
    });
    expect(opened.read.map(({ name, range }) => [name, range.to - range.from])).toEqual([
      ['b.parquet', 65_536],
      ['c.parquet', 115],
      ['d.parquet', 65_536],
      ['d.parquet', 65_544],
    ]);
  });

  it('are read of the tables alone that the filter lets through', async () => {
    const opened = store({ 'in/a.csv': 'id\n', 'in/b.csv': 'id\n', 'out/c.csv': 'id\n' });
    expect(await columnsOf(opened, { schemas: ['in'], exclude: [{ schema: 'in', table: 'b.csv' }] })).toEqual(
      {
        'a.csv': ['id text'],
      },
    );
    expect(opened.read.map(({ name }) => name)).toEqual(['in/a.csv']);
  });

  it('are left out of a store that only lists', async () => {
    const { list, prefix } = store({ 'a.csv': 'id\n' });
    expect(await columnsOf({ list, prefix })).toEqual({ 'a.csv': [] });
  });

  it.each(['permission_denied', 'protocol_error', 'file_not_found'] as const)(
    'are left out of a file with %s, and of no other',
    async (code) => {
      const opened = store({ 'a.csv': new ProbeError(code), 'b.csv': 'id\n' });
      expect(await columnsOf(opened)).toEqual({ 'a.csv': [], 'b.csv': ['id text'] });
      const tables = [];
      for await (const page of objectCatalog(opened, ALL, 100)) tables.push(...page);
      expect(tables.map(({ columnsUnread }) => columnsUnread)).toEqual([true, undefined]);
    },
  );

  it('are 10,000 at most', async () => {
    const header = Array.from({ length: 10_001 }, (_, at) => `c${at}`).join(',');
    const [columns] = Object.values(await columnsOf(store({ 'a.csv': `${header}\n` })));
    expect(columns).toHaveLength(10_000);
  });

  it.each(['connection_closed', 'timeout', 'auth_expired', 'egress_denied', 'rate_limited'] as const)(
    'are not to be had where reading ends with %s',
    async (code) => {
      const opened = store({ 'a.csv': new ProbeError(code), 'b.csv': 'id\n' });
      await expect(columnsOf(opened)).rejects.toMatchObject({ code });
    },
  );

  it('are left out when 50,000 files were read', async () => {
    const files = Array.from({ length: 50_003 }, (_, at) => [`${at}.csv`, 'id\n'] as const);
    const opened = store(Object.fromEntries(files));
    const found = Object.values(await columnsOf(opened));
    expect(found.filter((columns) => columns.length === 0)).toHaveLength(3);
    expect(opened.read).toHaveLength(50_000);
  });

  it('are read for one page, and not before the next is asked for', async () => {
    const files = Array.from(
      { length: 30 },
      (_, at) => [`${String(at).padStart(2, '0')}.csv`, 'id\n'] as const,
    );
    const opened = store(Object.fromEntries(files));
    const pages = objectCatalog(opened, ALL, 10)[Symbol.asyncIterator]();
    const page = await pages.next();
    expect(page.value).toHaveLength(10);
    expect(opened.read).toHaveLength(10);
    await pages.next();
    expect(opened.read).toHaveLength(20);
    await pages.return?.();
  });
});
