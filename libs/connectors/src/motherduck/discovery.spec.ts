import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

import type { CatalogTable, RowQuery } from '#connector-sdk/opening';

import { motherDuckDiscovery } from './discovery.js';

const ALL = { schemas: [], include: [], exclude: [] };

/** The statements are DuckDB's, so DuckDB itself runs them; the way to MotherDuck is tested elsewhere. */
describe('what MotherDuck is asked for a catalog', () => {
  let query: RowQuery;
  beforeAll(async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run('create table "it\'s" (id integer not null, price decimal(10, 2))');
    await connection.run(`insert into "it's" values (1, 2.50)`);
    await connection.run(`comment on table "it's" is 'what it is'`);
    await connection.run('create schema other; create view other.v as select 1 as one');
    query = async <Row>(sql: string, values: readonly unknown[]) => {
      const reader = await connection.runAndReadAll(sql, [...values] as DuckDBValue[]);
      return reader.getRowObjectsJson() as Row[];
    };
  });

  const found = async (filter: object, pageSize = 10): Promise<CatalogTable[]> => {
    const tables: CatalogTable[] = [];
    for await (const page of motherDuckDiscovery(query).catalog!({ ...ALL, ...filter }, pageSize)) {
      tables.push(...page);
    }
    return tables;
  };

  it.each([1, 10])('is answered by DuckDB, in pages of %d', async (pageSize) => {
    expect(await found({}, pageSize)).toEqual([
      {
        ...{ catalog: null, schema: 'main', name: "it's", kind: 'table', comment: 'what it is', rows: null },
        columns: [
          { name: 'id', type: 'INTEGER', normal: 'integer', nullable: false },
          { name: 'price', type: 'DECIMAL(10,2)', normal: 'decimal', nullable: true },
        ],
      },
      expect.objectContaining({ schema: 'other', name: 'v', kind: 'view' }),
    ]);
  });

  it('has the filter in it', async () => {
    expect(await found({ exclude: [{ schema: 'main', table: "it's" }] })).toHaveLength(1);
    expect(await found({ include: [{ schema: 'other', table: null }] })).toHaveLength(1);
    expect(await found({ schemas: ['nowhere'] })).toEqual([]);
  });

  it('shows one table closely', async () => {
    const table = { catalog: null, schema: 'main', name: "it's" };
    const look = await motherDuckDiscovery(query).look!(table, { rows: 2, categories: ['price'] });
    expect(look).toMatchObject({ rows: [{ id: '1', price: '2.50' }], categories: { price: ['2.50'] } });
    expect(look.ddl).toMatch(/^CREATE TABLE "it's"/);
  });
});
