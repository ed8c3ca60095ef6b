import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';
import sqlite from 'node-sqlite3-wasm';
import pg from 'pg';

import type { CatalogTable } from '#connector-sdk';

import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { doubleQuoted, ODD_NAMES } from '../support/odd-names.js';
import { type ProbeCase, startTestProber, type TestProber } from '../support/probe.js';
import { useSample } from '../support/shared-sample.js';

const ODD_TABLES = ODD_NAMES.map(
  (name) =>
    `create table ${doubleQuoted(name)} (${ODD_NAMES.map((column) => `${doubleQuoted(column)} integer`).join(', ')})`,
);
const SHOP = [
  'create table customers (id integer primary key, name varchar(40) not null, country varchar(2))',
  `create table orders (
     id integer, line integer, customer_id integer not null references customers (id), total decimal(10, 2),
     primary key (id, line))`,
  'create view totals as select customer_id, sum(total) as total from orders group by customer_id',
  `insert into customers values (1, 'Ada', 'GB'), (2, 'Linus', 'FI'), (3, 'Grace', null), (4, 'Tim', 'GB')`,
];
const named = (tables: readonly CatalogTable[], name: string): CatalogTable =>
  tables.find((table) => table.name === name)!;
const names = (tables: readonly CatalogTable[]): string[] => tables.map(({ name }) => name).sort();

let prober: TestProber;
let folder: string;
beforeAll(async () => {
  prober = startTestProber();
  folder = await mkdtemp(join(tmpdir(), 'patchbay-catalog-'));
});
afterAll(async () => {
  await prober.close();
  await rm(folder, { recursive: true, force: true });
});

/** What every engine must answer about the same shop. */
function describesTheShop(type: string, main: string, target: () => ProbeCase): void {
  const ofMain = { schema: main };

  it('lists tables, views, columns, keys and where they point to', async () => {
    const { tables } = await prober.catalog(type, target(), {
      schemas: [main],
      exclude: ODD_NAMES.map((table) => ({ ...ofMain, table })),
    });
    expect(names(tables)).toEqual(['customers', 'orders', 'totals']);
    expect(named(tables, 'totals')).toMatchObject({ kind: 'view', schema: main, rows: null });
    const orders = named(tables, 'orders');
    expect(orders).toMatchObject({ kind: 'table', catalog: null, schema: main });
    expect(orders.columns.map(({ name, normal }) => [name, normal])).toEqual([
      ['id', 'integer'],
      ['line', 'integer'],
      ['customer_id', 'integer'],
      ['total', 'decimal'],
    ]);
    expect(orders.columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name)).toEqual([
      'id',
      'line',
    ]);
    expect(orders.columns[2]).toMatchObject({
      nullable: false,
      foreignKey: { schema: main, table: 'customers', column: 'id' },
    });
    expect(orders.columns[3]).toMatchObject({ nullable: true, type: expect.stringMatching(/\(10, ?2\)/) });
    expect(orders.columns[3]).not.toHaveProperty('foreignKey');
  });

  it('has every odd name as it is', async () => {
    const { tables } = await prober.catalog(type, target(), { schemas: [main] });
    for (const name of ODD_NAMES) {
      expect(named(tables, name)?.columns.map((column) => column.name)).toEqual(ODD_NAMES);
    }
  });

  it.each([
    [{ include: [{ ...ofMain, table: 'orders' }] }, ['orders']],
    [
      {
        include: [
          { ...ofMain, table: 'orders' },
          { ...ofMain, table: "it's" },
        ],
      },
      ["it's", 'orders'],
    ],
    [
      { include: [{ ...ofMain, table: null }], exclude: ODD_NAMES.map((table) => ({ ...ofMain, table })) },
      ['customers', 'orders', 'totals'],
    ],
    [{ exclude: [{ ...ofMain, table: null }], schemas: [main] }, []],
    [{ include: [{ schema: 'elsewhere', table: null }] }, []],
    [{ schemas: ['elsewhere'] }, []],
  ])('leaves out what %j leaves out', async (filter, expected) => {
    expect(names((await prober.catalog(type, target(), filter)).tables)).toEqual(expected);
  });

  it('comes in pages, without gaps and doubles', async () => {
    const whole = await prober.catalog(type, target(), { schemas: [main] });
    const paged = await prober.catalog(type, target(), { schemas: [main] }, 3);
    expect(Math.max(...paged.pages)).toBeLessThanOrEqual(3);
    expect(paged.pages.length).toBeGreaterThan(3);
    expect(names(paged.tables)).toEqual(names(whole.tables));
    expect(new Set(names(paged.tables)).size).toBe(paged.tables.length);
  });
}

/** What every engine must answer about one table of it. */
function looksAtTheShop(type: string, main: string, target: () => ProbeCase): void {
  it('shows one table closely', async () => {
    const customers = { catalog: null, schema: main, name: 'customers' };
    const look = await prober.look(type, target(), customers, { rows: 2, categories: ['country', 'name'] });
    expect(look.ddl).toMatch(/^create table .*customers/i);
    expect(look.ddl).toMatch(/primary key/i);
    expect(look.rows).toEqual([
      { id: '1', name: 'Ada', country: 'GB' },
      { id: '2', name: 'Linus', country: 'FI' },
    ]);
    expect(look.categories).toEqual({ country: ['FI', 'GB'], name: ['Ada', 'Grace', 'Linus', 'Tim'] });
    const odd = { ...customers, name: ODD_NAMES[0]! };
    const empty = await prober.look(type, target(), odd, { rows: 3, categories: ODD_NAMES });
    expect(empty).toMatchObject({ rows: [], categories: {} });
    expect((await prober.look(type, target(), customers, { rows: 0, categories: [] })).rows).toEqual([]);
  });

  it('says that a table is not there any more', async () => {
    const gone = { catalog: null, schema: main, name: 'gone' };
    await expect(prober.look(type, target(), gone, { rows: 1, categories: [] })).rejects.toThrow(/^list: /);
  });
}

describe('the catalog of a Postgres', () => {
  let sample: SampleDatabase;
  const run = async (statements: readonly string[]): Promise<void> => {
    const { host, port, database, superuser } = sample;
    const client = new pg.Client({
      host,
      port,
      database,
      user: superuser.username,
      password: superuser.password,
    });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  beforeAll(async () => {
    sample = await useSample();
    await run([
      'create schema shop',
      'set search_path = shop',
      ...SHOP,
      ...ODD_TABLES,
      `comment on table customers is 'who buys'; comment on column customers.name is 'in full'`,
      'analyze customers',
      `grant usage on schema shop to ${sample.good.username}`,
      `grant select on all tables in schema shop to ${sample.good.username}`,
      'create schema hidden; create table hidden.secrets (id integer)',
      `create schema edge; create domain edge.must as integer not null; create domain edge.may as integer;
       create table edge.shapes (gone text, never edge.must, maybe edge.may, sure integer not null, list edge.may[]);
       alter table edge.shapes drop column gone; comment on column edge.shapes.maybe is 'or not';
       create table edge.nothing (); create unlogged table edge.last (id integer);
       grant usage on schema edge to ${sample.good.username};
       grant select on all tables in schema edge to ${sample.good.username}`,
      `create schema cut; create table cut.days (id integer primary key, twice integer generated always as (id * 2))
         partition by list (id);
       create table cut.first partition of cut.days for values in (1);
       create table cut.last partition of cut.days for values in (2);
       create table cut.visits (day integer references cut.days);
       grant usage on schema cut to ${sample.good.username};
       grant select on all tables in schema cut to ${sample.good.username}`,
    ]);
  });
  afterAll(() => sample.stop());
  const target = (): ProbeCase => ({
    payload: { host: sample.host, port: sample.port, database: sample.database },
    credential: { type: 'SIMPLE', payload: { ...sample.good } },
  });

  describesTheShop('POSTGRES', 'shop', target);
  looksAtTheShop('POSTGRES', 'shop', target);

  it('has comments and what the planner thinks, and nothing that the login may not read', async () => {
    const { tables } = await prober.catalog('POSTGRES', target());
    const own = tables.find(({ schema, name }) => schema === 'shop' && name === 'customers')!;
    expect(own).toMatchObject({ comment: 'who buys', rows: 4 });
    expect(own.columns[1]).toMatchObject({ comment: 'in full', type: 'character varying(40)' });
    expect(names(tables)).not.toContain('secrets');
  });

  it('knows domains that are never null, and neither dropped columns nor any where there are none', async () => {
    const { tables } = await prober.catalog('POSTGRES', target(), { schemas: ['edge'] });
    expect(names(tables)).toEqual(['last', 'nothing', 'shapes']);
    expect(named(tables, 'nothing').columns).toEqual([]);
    expect(named(tables, 'shapes').columns).toEqual([
      { name: 'never', type: 'edge.must', normal: 'other', nullable: false },
      { name: 'maybe', type: 'edge.may', normal: 'other', nullable: true, comment: 'or not' },
      { name: 'sure', type: 'integer', normal: 'integer', nullable: false },
      { name: 'list', type: 'edge.may[]', normal: 'array', nullable: true },
    ]);
  });

  it('refers to a table with partitions, and not to one of these', async () => {
    const { tables } = await prober.catalog('POSTGRES', target(), { schemas: ['cut'] });
    expect(names(tables)).toEqual(['days', 'visits']);
    const foreignKey = { schema: 'cut', table: 'days', column: 'id' };
    expect(named(tables, 'visits').columns).toEqual([
      { name: 'day', type: 'integer', normal: 'integer', nullable: true, foreignKey },
    ]);
    const look = async (name: string) =>
      prober.look('POSTGRES', target(), { catalog: null, schema: 'cut', name }, { rows: 0, categories: [] });
    expect((await look('visits')).ddl?.match(/FOREIGN KEY/g)).toHaveLength(1);
    expect((await look('days')).ddl).toContain('GENERATED ALWAYS AS ((id * 2)) VIRTUAL');
  });
});

describe('the catalog of a Redshift, which a Postgres with its views stands in for', () => {
  let sample: SampleDatabase;
  beforeAll(async () => {
    sample = await useSample();
    const { host, port, database, superuser } = sample;
    const client = new pg.Client({
      ...{ host, port, database },
      ...{ user: superuser.username, password: superuser.password },
    });
    await client.connect();
    const statements = [
      'create schema shop',
      'set search_path = shop',
      ...SHOP,
      ...ODD_TABLES,
      `create view public.svv_tables as select table_catalog::text, table_schema::text, table_name::text,
         table_type::text, case table_name when 'customers' then 'who buys' end as remarks from information_schema.tables
         where table_name not like 'svv_%'`,
      `create view public.svv_columns as select table_catalog::text, table_schema::text, table_name::text,
         column_name::text, ordinal_position::int, is_nullable::text, data_type::text,
         character_maximum_length::int, numeric_precision::int, numeric_scale::int,
         case column_name when 'name' then 'in full' end as remarks from information_schema.columns`,
      `grant usage on schema shop to ${sample.good.username}`,
      `grant select on all tables in schema shop, public to ${sample.good.username}`,
    ];
    for (const statement of statements) await client.query(statement);
    await client.end();
  });
  afterAll(() => sample.stop());
  const target = (): ProbeCase => ({
    payload: { host: sample.host, port: sample.port, database: sample.database },
    credential: { type: 'SIMPLE', payload: { ...sample.good } },
  });

  describesTheShop('REDSHIFT', 'shop', target);

  it('has the remarks and sizes of columns', async () => {
    const { tables } = await prober.catalog('REDSHIFT', target(), { schemas: ['shop'] });
    const customers = named(tables, 'customers');
    expect(customers).toMatchObject({ comment: 'who buys', rows: null });
    expect(customers.columns[1]).toMatchObject({ comment: 'in full', type: 'character varying(40)' });
  });
});

describe('the catalog of a DuckDB file', () => {
  beforeAll(async () => {
    const instance = await DuckDBInstance.create(join(folder, 'shop.duckdb'));
    const connection = await instance.connect();
    for (const statement of [...SHOP, ...ODD_TABLES]) await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
  });
  describesTheShop('DUCKDB', 'main', () => ({ payload: { file: 'shop.duckdb' }, uploadFolder: folder }));
  looksAtTheShop('DUCKDB', 'main', () => ({ payload: { file: 'shop.duckdb' }, uploadFolder: folder }));
});

describe('the catalog of a SQLite file', () => {
  beforeAll(() => {
    const database = new sqlite.Database(join(folder, 'shop.db'));
    for (const statement of [...SHOP, ...ODD_TABLES]) database.exec(statement);
    database.close();
  });
  describesTheShop('SQLITE', 'main', () => ({ payload: { file: 'shop.db' }, uploadFolder: folder }));
  looksAtTheShop('SQLITE', 'main', () => ({ payload: { file: 'shop.db' }, uploadFolder: folder }));
});
