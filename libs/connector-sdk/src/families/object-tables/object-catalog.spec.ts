import type { CatalogFilter } from '../../catalog/catalog.js';
import { objectCatalog } from './object-catalog.js';
import type { ListObjects } from './object-listing.js';

const ALL: CatalogFilter = { schemas: [], include: [], exclude: [] };
const KEYS = [
  'readme.txt',
  'people.csv',
  '.hidden.csv',
  'raw/',
  'raw/2026.JSON.gz',
  'raw/lines.ndjson',
  'raw/deep/a/b/c.parquet',
  'lake/orders/_delta_log/00000000000000000000.json',
  'lake/orders/country=FI/part-0000.parquet',
  'lake/orders/country=GB/part-0001.parquet',
  'lake/events/metadata/00000-x.metadata.json',
  'lake/events/data/day=1/0.parquet',
  'lake/notes/metadata/readme.txt',
  'lake/notes/one.csv',
  'lake/hits/year=2025/month=12/_SUCCESS',
  'lake/hits/year=2025/month=12/hit.csv',
  'lake/hits/year=2026/month=01/hit.csv',
  'lake/written/_SUCCESS',
  'lake/written/part-00000-abc.snappy.parquet',
  'lake/written/part-00001-abc.snappy.parquet',
  'lake/_temporary/0/part-0.csv',
];

/** A store with these keys that answers so many names at a time. */
function store(keys: readonly string[], size: number): { list: ListObjects; asked: string[] } {
  const asked: string[] = [];
  const list: ListObjects = async (prefix, from) => {
    asked.push(prefix);
    const names = new Set<string>();
    for (const key of keys.filter((one) => one.startsWith(prefix))) {
      const slash = key.indexOf('/', prefix.length);
      names.add(slash < 0 ? key : key.slice(0, slash + 1));
    }
    const sorted = [...names].sort();
    const begin = Number(from ?? 0);
    const found = sorted.slice(begin, begin + size);
    return {
      folders: found.filter((name) => name.endsWith('/') && name !== prefix),
      files: found.filter((name) => !name.endsWith('/')).map((name) => ({ name })),
      next: begin + size < sorted.length ? String(begin + size) : undefined,
    };
  };
  return { list, asked };
}

async function pagesOf(
  list: ListObjects,
  filter: Partial<CatalogFilter> = {},
  { prefix = '', pageSize = 100 } = {},
) {
  const pages = [];
  for await (const page of objectCatalog({ list, prefix }, { ...ALL, ...filter }, pageSize)) pages.push(page);
  return pages;
}

const shown = (pages: Awaited<ReturnType<typeof pagesOf>>): string[] =>
  pages
    .flat()
    .map(({ schema, name, kind, comment }) => `${schema ?? ''}|${name} ${kind}: ${comment}`)
    .sort();

describe('the tables of an object store', () => {
  it.each([1, 2, 1_000])(
    'are files and folders with rows, however it answers (%d names at a time)',
    async (size) => {
      const { list } = store(KEYS, size);
      expect(shown(await pagesOf(list))).toEqual([
        'lake/notes|one.csv file: csv',
        'lake|events folder: iceberg',
        'lake|hits folder: csv, partitioned by year, month',
        'lake|orders folder: delta, partitioned by country',
        'lake|written folder: parquet',
        'raw/deep/a/b|c.parquet file: parquet',
        'raw|2026.JSON.gz file: json',
        'raw|lines.ndjson file: json',
        '|people.csv file: csv',
      ]);
    },
  );

  it('have the keys of their partitions as columns', async () => {
    const tables = (await pagesOf(store(KEYS, 10).list)).flat();
    expect(tables.find(({ name }) => name === 'hits')?.columns).toEqual([
      { name: 'year', type: 'string', normal: 'string', nullable: null },
      { name: 'month', type: 'string', normal: 'string', nullable: null },
    ]);
  });

  it('are looked for in the folders alone that the filter names', async () => {
    const { list, asked } = store(KEYS, 100);
    const include = [{ schema: 'raw', table: null }];
    expect(shown(await pagesOf(list, { include }))).toEqual([
      'raw|2026.JSON.gz file: json',
      'raw|lines.ndjson file: json',
    ]);
    expect(asked.every((prefix) => prefix.startsWith('raw/'))).toBe(true);
    expect(asked).not.toContain('raw/deep/a/');
    const exclude = [{ schema: 'lake', table: 'orders' }];
    expect(shown(await pagesOf(list, { schemas: ['lake'], exclude }))).toEqual([
      'lake|events folder: iceberg',
      'lake|hits folder: csv, partitioned by year, month',
      'lake|written folder: parquet',
    ]);
  });

  it('stay beneath the prefix', async () => {
    const { list, asked } = store(KEYS, 100);
    expect(shown(await pagesOf(list, {}, { prefix: 'lake/orders/' }))).toEqual([
      'lake|orders folder: delta, partitioned by country',
    ]);
    expect(await pagesOf(list, { schemas: ['raw'] }, { prefix: 'lake/' })).toEqual([]);
    expect(asked.every((prefix) => prefix.startsWith('lake/'))).toBe(true);
  });

  it('come in pages, which are asked for one by one', async () => {
    const keys = Array.from({ length: 50 }, (_, at) => `many/${String(at).padStart(3, '0')}.csv`);
    const { list, asked } = store(keys, 4);
    const pages = objectCatalog({ list, prefix: '' }, ALL, 10)[Symbol.asyncIterator]();
    expect((await pages.next()).value).toHaveLength(10);
    const before = asked.length;
    expect(before).toBeLessThan(10);
    await pages.next();
    expect(asked.length).toBeLessThanOrEqual(before + 3);
    expect(shown(await pagesOf(list, {}, { pageSize: 10 }))).toHaveLength(50);
  });

  it('tell now and then that nothing was found', async () => {
    const keys = Array.from({ length: 450 }, (_, at) => `empty-${at}/note.txt`);
    const pages = await pagesOf(store(keys, 1_000).list);
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(pages.flat()).toEqual([]);
  });

  it('end when there are more folders than can be listed', async () => {
    let count = 0;
    const list: ListObjects = async (prefix) => {
      count += 1;
      return { folders: prefix === '' ? [`${count}/`] : [], files: [], next: String(count) };
    };
    await expect(pagesOf(list)).rejects.toMatchObject({ code: 'unsupported_server' });
    expect(count).toBeLessThanOrEqual(100_000);
  });
});
