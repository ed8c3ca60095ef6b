import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

import type { ByteRange } from '../object-contents.js';
import { StoreVisit } from '../store-visit.js';
import { deltaTableColumns } from './delta-columns.js';

type Files = Readonly<Record<string, Buffer | string>>;

/** The columns of a Delta table with these files in its log. */
async function columnsOf(files: Files, most = 10_000) {
  const read: { name: string; range: ByteRange }[] = [];
  const visit = new StoreVisit({
    prefix: '',
    list: async (folder) => ({
      folders: [],
      files: Object.entries(files).map(([name, bytes]) => ({
        name: `${folder}${name}`,
        size: Buffer.from(bytes).length,
      })),
      next: undefined,
    }),
    contents: {
      read: async (path, range) => {
        if (read.length === most) throw new Error('read too often');
        const name = path.slice('t/_delta_log/'.length);
        read.push({ name, range });
        return Buffer.from(files[name]!).subarray(range.from, range.to);
      },
      classify: () => undefined,
    },
  });
  const columns = await deltaTableColumns('t/', visit);
  return { columns: columns?.map(({ name, type }) => `${name} ${type}`), read };
}

const version = (at: number) => String(at).padStart(20, '0');
const commit = (at: number) => `${version(at)}.json`;
const ADD = '{"add":{"path":"x"}}\n';
const schemaOf = (...names: string[]) =>
  JSON.stringify({
    type: 'struct',
    fields: names.map((name) => ({ name, type: 'long', nullable: true, metadata: {} })),
  });
const metaData = (...names: string[]) => JSON.stringify({ metaData: { schemaString: schemaOf(...names) } });

describe('the schema of a Delta table in its checkpoint', () => {
  let folder: string;
  let instance: DuckDBInstance;
  let duck: DuckDBConnection;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-checkpoint-'));
    instance = await DuckDBInstance.create(':memory:');
    duck = await instance.connect();
  });
  afterAll(async () => {
    duck.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  });

  async function parquet(select: string, options = 'compression snappy'): Promise<Buffer> {
    const path = join(folder, 'one.parquet');
    await duck.run(`copy (${select}) to '${path}' (format parquet, ${options})`);
    return readFile(path);
  }
  /** Actions as a checkpoint has them, of which one in the midst is the table's metadata. */
  const actions = (schema: string, rows = 1_000) => `
    select
      case when i = ${rows} - 7 then null else {'path': 'part-' || i || '.parquet', 'size': i} end as "add",
      case when i = ${rows} - 7 then {'id': 'x', 'format': {'provider': 'parquet'}, 'schemaString': '${schema}',
        'partitionColumns': ['a'], 'configuration': map(['k'], ['v'])} end as "metaData",
      case when i = 3 then {'minReaderVersion': 1} end as "protocol"
    from range(${rows}) as t(i)`;

  it.each([
    ['compression snappy', 1_000],
    ['compression uncompressed', 1_000],
    ['compression gzip', 1_000],
    ['compression brotli', 1_000],
    ['compression snappy, parquet_version v2', 1_000],
    ['compression snappy, row_group_size 2048', 20_000],
  ])('is found with %s', async (options, rows) => {
    const checkpoint = await parquet(actions(schemaOf('id', 'day'), rows), options);
    const { columns, read } = await columnsOf({
      _last_checkpoint: '{"version":7}',
      [`${version(7)}.checkpoint.parquet`]: checkpoint,
      [commit(7)]: ADD,
      [commit(8)]: ADD,
    });
    expect(columns).toEqual(['id long', 'day long']);
    expect(read.map(({ name }) => name)).not.toContain(commit(7));
    const bytes = read.reduce((sum, { range }) => sum + range.to - range.from, 0);
    expect(bytes).toBeLessThan(100_000);
  });

  it('is older than that of a later commit, and newer than the commits before', async () => {
    const checkpoint = await parquet(actions(schemaOf('id', 'day')));
    const files = { [`${version(7)}.checkpoint.parquet`]: checkpoint, [commit(6)]: metaData('old') };
    expect((await columnsOf(files)).columns).toEqual(['id long', 'day long']);
    expect((await columnsOf({ ...files, [commit(8)]: metaData('new') })).columns).toEqual(['new long']);
  });

  it('is not known where commits between are gone', async () => {
    const checkpoint = await parquet(actions(schemaOf('id')));
    const files = { [`${version(7)}.checkpoint.parquet`]: checkpoint, [commit(9)]: ADD };
    expect((await columnsOf(files)).columns).toBeUndefined();
    expect((await columnsOf({ ...files, [commit(7)]: metaData('old') })).columns).toBeUndefined();
  });

  it('stands in one of the parts, of which all have to be there', async () => {
    const part = (at: number, of: number) =>
      `${version(7)}.checkpoint.${String(at).padStart(10, '0')}.${String(of).padStart(10, '0')}.parquet`;
    const other = await parquet(
      `select {'path': 'x'} as "add", null::struct(schemaString text) as "metaData"`,
    );
    const checkpoint = await parquet(actions(schemaOf('id')));
    const files = { [part(1, 2)]: other, [part(2, 2)]: checkpoint };
    expect((await columnsOf(files)).columns).toEqual(['id long']);
    expect((await columnsOf({ [part(1, 3)]: other, [part(2, 3)]: checkpoint })).columns).toBeUndefined();
    const older = await parquet(actions(schemaOf('older')));
    const cut = { [part(2, 2)]: checkpoint, [`${version(5)}.checkpoint.parquet`]: older };
    expect((await columnsOf(cut)).columns).toEqual(['older long']);
  });

  it('stands in checkpoints of the second version, Parquet and JSON', async () => {
    const uuid = '80a083e8-7026-4e79-81be-64bd76c43a11';
    const checkpoint = await parquet(actions(schemaOf('id')));
    expect((await columnsOf({ [`${version(7)}.checkpoint.${uuid}.parquet`]: checkpoint })).columns).toEqual([
      'id long',
    ]);
    const json = `{"checkpointMetadata":{"version":7}}\n${metaData('id')}\n{"sidecar":{"path":"x"}}\n`;
    expect((await columnsOf({ [`${version(7)}.checkpoint.${uuid}.json`]: json })).columns).toEqual([
      'id long',
    ]);
  });

  it('is taken from the commits where the checkpoint cannot be read', async () => {
    const files = { [`${version(1)}.checkpoint.parquet`]: 'no Parquet', [commit(0)]: metaData('id') };
    expect((await columnsOf({ ...files, [commit(1)]: ADD, [commit(2)]: ADD })).columns).toEqual(['id long']);
    expect((await columnsOf({ [`${version(1)}.checkpoint.parquet`]: 'no Parquet' })).columns).toBeUndefined();
  });

  it('is not told by a file that is spoilt anywhere, nor does that cost more', async () => {
    const checkpoint = await parquet(actions(schemaOf('id'), 50));
    const name = `${version(7)}.checkpoint.parquet`;
    for (let at = 4; at < checkpoint.length; at += 3) {
      const spoilt = Buffer.from(checkpoint);
      spoilt[at] = spoilt[at]! ^ 0xff;
      const { columns } = await columnsOf({ [name]: spoilt }, 20);
      expect(columns === undefined || Array.isArray(columns)).toBe(true);
    }
  });
});
