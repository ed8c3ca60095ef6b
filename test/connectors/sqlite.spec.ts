import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sqlite from 'node-sqlite3-wasm';

import { loadOpener } from '#connectors/open';

import { collect, withSession } from '../support/open-session.js';
import { failureOf, startTestProber, type TestProber, warningsOf } from '../support/probe.js';

const open = (await loadOpener('SQLITE'))!;

describe('SQLITE', () => {
  let folder: string;
  let uploads: string;
  let prober: TestProber;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-sqlite-'));
    uploads = join(folder, 'uploads');
    await mkdir(join(uploads, 'exports'), { recursive: true });
    makeDatabase(
      join(uploads, 'exports/shop.db'),
      'create table orders(id integer not null, note text); create view recent as select * from orders',
    );
    makeDatabase(join(uploads, 'empty.db'), 'create table gone(id integer); drop table gone');
    makeDatabase(join(folder, 'elsewhere.db'), 'create table orders(id integer)');
    await symlink(join(folder, 'elsewhere.db'), join(uploads, 'link.db'));
    prober = startTestProber();
  });
  afterAll(async () => {
    await prober.close();
    await rm(folder, { recursive: true, force: true });
  });

  const probe = (file: string) =>
    prober.probe('SQLITE', {
      payload: { file },
      uploadFolder: uploads,
      credential: { type: 'NONE', payload: {} },
    });

  it('opens an uploaded file, lists it, and leaves nothing beside it', async () => {
    const before = await readFile(join(uploads, 'exports/shop.db'));
    const outcome = await probe('exports/shop.db');
    expect(failureOf(outcome)).toBeUndefined();
    expect(outcome).toMatchObject({ ok: true, server: { product: 'SQLite' } });
    expect(outcome.server?.version).toMatch(/^3\.\d+/);
    expect(warningsOf(outcome)).toEqual([]);
    expect((await readFile(join(uploads, 'exports/shop.db'))).equals(before)).toBe(true);
    expect(await readdir(join(uploads, 'exports'))).toEqual(['shop.db']);
  });

  it('lists tables, views and columns', async () => {
    const found = {
      payload: { file: 'exports/shop.db' },
      credential: null,
      uploadFolder: uploads,
      temporaryFolder: folder,
    };
    await withSession(open, found, async (session) => {
      const place = { catalog: null, schema: null };
      const all = await collect(session.tables!({ limit: 10 }));
      expect(all).toEqual([
        { ...place, name: 'orders', kind: 'table' },
        { ...place, name: 'recent', kind: 'view' },
      ]);
      expect(await collect(session.tables!({ limit: 1 }))).toEqual(all.slice(0, 1));
      expect(await session.describe!({ ...place, name: 'orders' })).toEqual([
        { name: 'id', type: 'INTEGER', nullable: false },
        { name: 'note', type: 'TEXT', nullable: true },
      ]);
    });
  });

  it('opens a file in WAL mode', async () => {
    const content = await readFile(join(uploads, 'exports/shop.db'));
    // The versions of the file format (https://sqlite.org/fileformat2.html#file_format_version_numbers).
    content.fill(2, 18, 20);
    await writeFile(join(uploads, 'wal.db'), content);
    expect(failureOf(await probe('wal.db'))).toBeUndefined();
    expect((await readdir(uploads)).filter((name) => name.startsWith('wal.db'))).toEqual(['wal.db']);
  });

  it('says that an empty database shows nothing', async () => {
    expect(warningsOf(await probe('empty.db'))).toEqual(['nothing_visible']);
  });

  it.each(['missing.db', 'link.db', '../elsewhere.db', 'exports'])(
    'finds no database named %s',
    async (file) => {
      expect(failureOf(await probe(file))).toBe(
        file === 'exports' ? 'database: file_invalid' : 'database: file_not_found',
      );
    },
  );

  it('knows a file that is no database, or half of one', async () => {
    const whole = await readFile(join(uploads, 'exports/shop.db'));
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 100, 1_000);
    const files: Record<string, string | Buffer> = {
      'text.db': 'id,name\n1,one\n'.repeat(1_000),
      'half.db': whole.subarray(0, 3_000),
      'damaged.db': damaged,
    };
    for (const [file, content] of Object.entries(files)) {
      await writeFile(join(uploads, file), content);
      expect([file, failureOf(await probe(file))]).toEqual([file, 'database: file_invalid']);
    }
  });
});

function makeDatabase(path: string, sql: string): void {
  const database = new sqlite.Database(path);
  database.exec(sql);
  database.close();
}
