import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

import type { ObjectStore } from '../store-visit.js';
import { objectLook } from './object-look.js';

type Files = Readonly<Record<string, string | Buffer>>;

function storeOf(files: Files) {
  const read: string[] = [];
  const store: ObjectStore = {
    prefix: '',
    list: async (folder) => {
      const names = Object.keys(files).filter((name) => name.startsWith(folder));
      const beneath = names.filter((name) => name.includes('/', folder.length));
      return {
        folders: [...new Set(beneath.map((name) => name.slice(0, name.indexOf('/', folder.length) + 1)))],
        files: names
          .filter((name) => !beneath.includes(name))
          .map((name) => ({ name, size: Buffer.from(files[name]!).length })),
        next: undefined,
      };
    },
    contents: {
      read: async (name, { from, to }) => {
        read.push(name);
        if (!Object.hasOwn(files, name)) throw new Error(`read ${name}`);
        return Buffer.from(files[name]!).subarray(from, to);
      },
      classify: () => undefined,
    },
  };
  return { store, read };
}

const number = (at: number) => String(at).padStart(20, '0');
const commit = (at: number) => `t/_delta_log/${number(at)}.json`;
const lines = (...actions: object[]) => actions.map((action) => JSON.stringify(action)).join('\n');
const schemaOf = (fields: readonly (readonly [name: string, own?: string])[]) =>
  JSON.stringify({
    type: 'struct',
    fields: fields.map(([name, own]) => ({
      name,
      type: 'string',
      nullable: true,
      metadata: own === undefined ? {} : { 'delta.columnMapping.physicalName': own },
    })),
  });
const metaData = (...fields: [name: string, own?: string][]) => ({
  metaData: { schemaString: schemaOf(fields) },
});

describe('a close look at a Delta table', () => {
  let folder: string;
  let instance: DuckDBInstance;
  let duck: DuckDBConnection;
  /** Files with one row each, which is their name. */
  let one: Buffer;
  let two: Buffer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-delta-'));
    instance = await DuckDBInstance.create(':memory:');
    duck = await instance.connect();
    one = await parquet(`select 'one' as name`);
    two = await parquet(`select 'two' as name`);
  });
  afterAll(async () => {
    duck.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  });
  async function parquet(select: string): Promise<Buffer> {
    const path = join(folder, 'one.parquet');
    await duck.run(`copy (${select}) to '${path}' (format parquet)`);
    return readFile(path);
  }
  const add = (path: string, more: object = {}) => ({
    add: { path, size: (path.includes('two') ? two : one).length, ...more },
  });
  const remove = (path: string) => ({ remove: { path } });
  async function rowsOf(files: Files) {
    const { store } = storeOf({ 't/one.parquet': one, 't/two.parquet': two, ...files });
    const { rows } = await objectLook(
      store,
      { catalog: null, schema: null, name: 't' },
      { rows: 3, categories: [] },
    );
    return rows;
  }

  it('has rows of a file that is in the table', async () => {
    const first = lines(metaData(['name']), add('one.parquet'), add('two.parquet'));
    expect(await rowsOf({ [commit(0)]: first })).toEqual([{ name: 'one' }]);
    const second = lines(remove('one.parquet'));
    expect(await rowsOf({ [commit(0)]: first, [commit(1)]: second })).toEqual([{ name: 'two' }]);
    const last = lines(remove('two.parquet'));
    expect(await rowsOf({ [commit(0)]: first, [commit(1)]: second, [commit(2)]: last })).toEqual([]);
  });

  it('has no rows of a file of which some are deleted, nor of an older state of it', async () => {
    const first = lines(metaData(['name']), add('one.parquet'));
    const some = lines(remove('one.parquet'), add('one.parquet', { deletionVector: { storageType: 'u' } }));
    expect(await rowsOf({ [commit(0)]: first, [commit(1)]: some })).toEqual([]);
  });

  it('has the columns that the table has, by its names', async () => {
    const own = await parquet(`select 'Ada' as "col-1", 'x' as dropped`);
    const path = 'country=A%2520B/own.parquet';
    const added = { add: { path, size: own.length } };
    const first = lines(metaData(['name', 'col-1'], ['country'], ['later']), added);
    expect(await rowsOf({ [commit(0)]: first, 't/country=A%20B/own.parquet': own })).toEqual([
      { name: 'Ada', country: 'A B' },
    ]);
  });

  it('has rows of a file that its checkpoint has', async () => {
    const action = (path: string, vector: string) =>
      `select {'path': '${path}', 'size': ${one.length}, 'deletionVector': ${vector}} as "add", null as "metaData"`;
    const none = `null::struct("storageType" text)`;
    const checkpoint = await parquet(`
      select null as "add", {'schemaString': '${schemaOf([['name']])}'} as "metaData"
      union all ${action('deleted.parquet', `{'storageType': 'u'}`)}
      union all ${action('one.parquet', none)}
      union all ${action('two.parquet', none)}`);
    const files = { [`t/_delta_log/${number(10)}.checkpoint.parquet`]: checkpoint };
    expect(await rowsOf(files)).toEqual([{ name: 'one' }]);
    expect(await rowsOf({ ...files, [commit(11)]: lines(remove('one.parquet')) })).toEqual([{ name: 'two' }]);
    // What was between is not known.
    expect(await rowsOf({ ...files, [commit(12)]: lines(remove('one.parquet')) })).toEqual([]);
  });

  it.each([
    's3://other/one.parquet',
    '/one.parquet',
    '../t/one.parquet',
    '%2e%2e/t/one.parquet',
    'a/../one.parquet',
    '..%5Cone.parquet',
    'one.csv',
  ])('reads no file that lies elsewhere: %s', async (path) => {
    const log = lines(metaData(['name']), add(path));
    expect(await rowsOf({ [commit(0)]: log })).toEqual([]);
  });

  it('reads nothing but its log where nothing is wished', async () => {
    const { store, read } = storeOf({ [commit(0)]: lines(metaData(['name']), add('one.parquet')) });
    await objectLook(store, { catalog: null, schema: null, name: 't' }, { rows: 0, categories: [] });
    expect(read).toEqual([]);
  });
});
