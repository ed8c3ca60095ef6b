import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import type { JsonObject } from '#connector-sdk';
import { loadOpener } from '#connectors/open';

import { collect, withSession } from '../support/open-session.js';
import { failureOf, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

const open = (await loadOpener('DUCKDB'))!;

describe('DUCKDB', () => {
  let folder: string;
  let uploads: string;
  let prober: TestProber;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-duckdb-'));
    uploads = join(folder, 'uploads');
    await mkdir(join(uploads, 'marts'), { recursive: true });
    await writeFile(join(folder, 'outside.txt'), 'not for the probe');
    await makeDatabase(join(uploads, 'marts/shop.duckdb'), [
      'create table orders(id integer not null, note varchar)',
      'create view recent as select * from orders',
      `create view outside as select * from read_text('${join(folder, 'outside.txt')}')`,
    ]);
    await makeDatabase(join(uploads, 'empty.duckdb'), []);
    await makeDatabase(join(folder, 'elsewhere.duckdb'), []);
    await symlink(join(folder, 'elsewhere.duckdb'), join(uploads, 'link.duckdb'));
    prober = startTestProber();
  });
  afterAll(async () => {
    await prober.close();
    await rm(folder, { recursive: true, force: true });
  });

  const probe = (payload: JsonObject) =>
    prober.probe('DUCKDB', { payload, uploadFolder: uploads, credential: { type: 'NONE', payload: {} } });

  it('opens an uploaded file, lists it, and leaves it as it was', async () => {
    const before = await readFile(join(uploads, 'marts/shop.duckdb'));
    const outcome = await probe({ file: 'marts/shop.duckdb' });
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome).toMatchObject({
      ok: true,
      server: { product: 'DuckDB', version: expect.stringMatching(/^1\.\d/) },
    });
    expect(outcome.steps.filter(({ status }) => status === 'ok').map(({ step }) => step)).toEqual([
      'database',
      'list',
    ]);
    expect((await readFile(join(uploads, 'marts/shop.duckdb'))).equals(before)).toBe(true);
  });

  it('lists tables, views and columns, and reads nothing that a view points to', async () => {
    const found = {
      payload: { file: 'marts/shop.duckdb' },
      credential: null,
      uploadFolder: uploads,
      temporaryFolder: folder,
    };
    await withSession(open, found, async (session) => {
      const place = { catalog: null, schema: 'main' };
      const all = await collect(session.tables!({ limit: 10 }));
      expect(all).toEqual([
        { ...place, name: 'orders', kind: 'table' },
        { ...place, name: 'outside', kind: 'view' },
        { ...place, name: 'recent', kind: 'view' },
      ]);
      expect(await collect(session.tables!({ limit: 1, schema: 'main' }))).toEqual(all.slice(0, 1));
      expect(await collect(session.tables!({ limit: 5, schema: "x' or '1'='1" }))).toEqual([]);
      expect(await session.describe!({ ...place, name: 'orders' })).toEqual([
        { name: 'id', type: 'INTEGER', nullable: false },
        { name: 'note', type: 'VARCHAR', nullable: true },
      ]);
    });
  });

  it('says that an empty database shows nothing', async () => {
    expect(warningsOf(await probe({ file: 'empty.duckdb' }))).toEqual(['nothing_visible']);
  });

  it.each(['missing.duckdb', 'link.duckdb', '../elsewhere.duckdb'])(
    'finds no file named %s',
    async (file) => {
      expect(failureOf(await probe({ file }))).toBe('database: file_not_found');
    },
  );

  it('knows a file that is no database, or half of one', async () => {
    const whole = await readFile(join(uploads, 'marts/shop.duckdb'));
    const damaged = Buffer.from(whole);
    damaged.fill(7, 12_288, 16_384);
    const files: Record<string, string | Buffer> = {
      'text.duckdb': 'id,name\n1,one\n'.repeat(1_000),
      'nothing.duckdb': '',
      'half.duckdb': whole.subarray(0, 5_000),
      'damaged.duckdb': damaged,
      'other.duckdb': Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4_096)]),
    };
    for (const [file, content] of Object.entries(files)) {
      await writeFile(join(uploads, file), content);
      expect([file, failureOf(await probe({ file }))]).toEqual([file, 'database: file_invalid']);
    }
  });

  it('does not claim to have tested attached databases', async () => {
    const attached = [
      {
        name: 'orders',
        type: 'postgres',
        payload: { host: '127.0.0.1', port: 1, database: 'orders' },
        credential: { type: 'SIMPLE', payload: { username: 'reader', password: 'wrong' } },
      },
    ];
    expect(failureOf(await probe({ file: 'empty.duckdb', attached }))).toBe('database: driver_not_installed');
    expect(failureOf(await probe({ attached }))).toBe('database: driver_not_installed');
  });
});

async function makeDatabase(path: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
