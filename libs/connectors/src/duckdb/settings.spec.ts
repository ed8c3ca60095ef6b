import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

import { lockedSettings } from './settings.js';

describe('lockedSettings', () => {
  let folder: string;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-duckdb-'));
    await writeFile(join(folder, 'data.csv'), 'id\n1\n');
    const instance = await DuckDBInstance.create(':memory:', lockedSettings(folder));
    connection = await instance.connect();
    instance.closeSync();
  });
  afterAll(async () => {
    connection.closeSync();
    await rm(folder, { recursive: true });
  });

  it.each([
    `select * from read_csv('{folder}/data.csv')`,
    `from '{folder}/data.csv'`,
    `select * from glob('{folder}/*')`,
    `copy (select 1) to '{folder}/out.csv'`,
    `attach '{folder}/other.duckdb'`,
    `export database '{folder}/all'`,
    `install httpfs`,
    `load httpfs`,
    `load '{folder}/evil.duckdb_extension'`,
    `create persistent secret (type s3, key_id 'a', secret 'b')`,
    `set enable_external_access = true`,
    `set lock_configuration = false`,
    `set threads = 8`,
    `set home_directory = '/tmp'`,
  ])('refuse: %s', async (statement) => {
    await expect(connection.run(statement.replace('{folder}', folder))).rejects.toThrow();
  });

  it('let what is in the database be read', async () => {
    await connection.run('create table orders as select 1 as id');
    expect((await connection.runAndReadAll('select id from orders')).getRowsJson()).toEqual([[1]]);
  });
});
