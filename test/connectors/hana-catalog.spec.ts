import pg from 'pg';

import { type CatalogFilter, type CatalogTable } from '#connector-sdk';
import { pagedCatalog } from '#connector-sdk/opening';

import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { hanaCatalog, type HanaQuery } from '../../libs/connectors/src/generic-jdbc/hana/hana-catalog.js';
import { useSample } from '../support/shared-sample.js';

/** The system views of SAP HANA as its SQL Reference Guide has them, as far as they are asked for, in a Postgres. */
const VIEWS = `
  create schema sys;
  create table sys.tables (schema_name text, table_name text, comments text, is_system_table text,
    is_temporary text, is_user_defined_type text);
  create table sys.views (schema_name text, view_name text, comments text);
  create table sys.table_columns (schema_name text, table_name text, column_name text, position integer,
    data_type_name text, length integer, scale integer, is_nullable text, comments text);
  create table sys.view_columns (schema_name text, view_name text, column_name text, position integer,
    data_type_name text, length integer, scale integer, is_nullable text, comments text);
  create table sys.constraints (schema_name text, table_name text, column_name text, position integer,
    constraint_name text, is_primary_key text, is_unique_key text);
  create table sys.referential_constraints (schema_name text, table_name text, column_name text, position integer,
    constraint_name text, referenced_schema_name text, referenced_table_name text, referenced_column_name text);
  create table sys.m_tables (schema_name text, table_name text, record_count bigint)`;
const CONTENTS = `
  insert into sys.tables values
    ('SALES', 'ORDERS', 'what was bought', 'FALSE', 'FALSE', 'FALSE'),
    ('SALES', 'CUSTOMERS', null, 'FALSE', 'FALSE', 'FALSE'),
    ('SALES', 'LINE_TYPE', null, 'FALSE', 'FALSE', 'TRUE'),
    ('SALES', 'SCRATCH', null, 'FALSE', 'TRUE', 'FALSE'),
    ('OTHER', 'OR"DERS', null, 'FALSE', 'FALSE', 'FALSE'),
    ('SYS', 'P_TABLES_', null, 'TRUE', 'FALSE', 'FALSE'),
    ('_SYS_BI', 'M_TIME', null, 'FALSE', 'FALSE', 'FALSE'),
    ('XSYS', 'MINE', null, 'FALSE', 'FALSE', 'FALSE');
  insert into sys.views values ('SALES', 'TOTALS', 'by customer'), ('SYS', 'TABLES', null);
  insert into sys.table_columns values
    ('SALES', 'ORDERS', 'NOTE', 3, 'SHORTTEXT', 200, null, 'TRUE', null),
    ('SALES', 'ORDERS', 'ID', 1, 'INTEGER', 10, 0, 'FALSE', 'of the order'),
    ('SALES', 'ORDERS', 'CUSTOMER', 2, 'NVARCHAR', 12, null, 'FALSE', null),
    ('SALES', 'ORDERS', 'TOTAL', 4, 'DECIMAL', 10, 2, 'TRUE', null),
    ('SALES', 'ORDERS', 'RATE', 5, 'DECIMAL', 34, null, 'TRUE', null),
    ('SALES', 'ORDERS', 'AT', 6, 'SECONDDATE', 19, 0, 'TRUE', null),
    ('SALES', 'CUSTOMERS', 'ID', 1, 'NVARCHAR', 12, null, 'FALSE', null),
    ('SALES', 'LINE_TYPE', 'ID', 1, 'INTEGER', 10, 0, 'FALSE', null),
    ('OTHER', 'OR"DERS', 'ID', 1, 'BIGINT', 19, 0, 'FALSE', null);
  insert into sys.view_columns values ('SALES', 'TOTALS', 'SUM', 1, 'DOUBLE', 15, null, 'TRUE', null);
  insert into sys.constraints values
    ('SALES', 'ORDERS', 'ID', 1, 'P', 'TRUE', 'TRUE'),
    ('SALES', 'ORDERS', 'NOTE', 1, 'U', 'FALSE', 'TRUE'),
    ('SALES', 'CUSTOMERS', 'ID', 1, 'Q', 'TRUE', 'TRUE');
  insert into sys.referential_constraints values
    ('SALES', 'ORDERS', 'CUSTOMER', 1, 'F', 'SALES', 'CUSTOMERS', 'ID');
  insert into sys.m_tables values ('SALES', 'ORDERS', 40), ('SALES', 'ORDERS', 2), ('SALES', 'CUSTOMERS', 7)`;

describe('the catalog of SAP HANA', () => {
  let sample: SampleDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    sample = await useSample();
    const { host, port, database, superuser } = sample;
    client = new pg.Client({
      ...{ host, port, database },
      user: superuser.username,
      password: superuser.password,
    });
    await client.connect();
    for (const statements of [VIEWS, CONTENTS]) await client.query(statements);
  });
  afterAll(async () => {
    await client.end();
    await sample.stop();
  });

  const asked: string[] = [];
  const query: HanaQuery = async <Row>(sql: string, values: readonly unknown[]) => {
    asked.push(sql);
    let position = 0;
    // Values have positions there, and marks here.
    const numbered = sql.replace(/\?/g, () => `$${(position += 1)}`);
    expect(position).toBe(values.length);
    return (await client.query(numbered, [...values])).rows as Row[];
  };
  const read = async (filter: Partial<CatalogFilter> = {}, pageSize = 100, by = query) => {
    const pages: (readonly CatalogTable[])[] = [];
    const wanted = { schemas: [], include: [], exclude: [], ...filter };
    for await (const page of pagedCatalog(hanaCatalog(by, wanted), pageSize)) pages.push(page);
    return pages;
  };
  const names = (pages: readonly (readonly CatalogTable[])[]) =>
    pages.map((page) => page.map(({ schema, name }) => `${schema}.${name}`));

  it('has tables and views with columns, keys, comments and rows', async () => {
    const [tables = []] = await read({ schemas: ['SALES'] });
    expect(tables.map(({ name, kind, comment, rows }) => [name, kind, comment, rows])).toEqual([
      ['CUSTOMERS', 'table', null, 7],
      ['ORDERS', 'table', 'what was bought', 42],
      ['TOTALS', 'view', 'by customer', null],
    ]);
    expect(tables[1]?.columns).toEqual([
      {
        ...{ name: 'ID', type: 'INTEGER', normal: 'integer', nullable: false },
        ...{ primaryKey: true, comment: 'of the order' },
      },
      {
        ...{ name: 'CUSTOMER', type: 'NVARCHAR(12)', normal: 'string', nullable: false },
        foreignKey: { schema: 'SALES', table: 'CUSTOMERS', column: 'ID' },
      },
      { name: 'NOTE', type: 'SHORTTEXT(200)', normal: 'string', nullable: true },
      { name: 'TOTAL', type: 'DECIMAL(10,2)', normal: 'decimal', nullable: true },
      { name: 'RATE', type: 'DECIMAL', normal: 'decimal', nullable: true },
      { name: 'AT', type: 'SECONDDATE', normal: 'timestamp', nullable: true },
    ]);
    expect(tables[2]?.columns).toEqual([{ name: 'SUM', type: 'DOUBLE', normal: 'float', nullable: true }]);
  });

  it('leaves out what is the server’s own, no table, or of a session', async () => {
    expect(names(await read()).flat()).toEqual([
      'OTHER.OR"DERS',
      'SALES.CUSTOMERS',
      'SALES.ORDERS',
      'SALES.TOTALS',
      'XSYS.MINE',
    ]);
  });

  it('comes in pages, each of which is asked for when it is wanted', async () => {
    expect(names(await read({}, 2))).toEqual([
      ['OTHER.OR"DERS', 'SALES.CUSTOMERS'],
      ['SALES.ORDERS', 'SALES.TOTALS'],
      ['XSYS.MINE'],
    ]);
    asked.length = 0;
    const everything = { schemas: [], include: [], exclude: [] };
    await pagedCatalog(hanaCatalog(query, everything), 2)[Symbol.asyncIterator]().next();
    // Tables, their rows, their columns, and keys of two kinds.
    expect(asked).toHaveLength(5);
  });

  it.each<[Partial<CatalogFilter>, string[]]>([
    [{ include: [{ schema: 'OTHER', table: 'OR"DERS' }] }, ['OTHER.OR"DERS']],
    [
      {
        include: [{ schema: 'SALES', table: null }],
        exclude: [
          { schema: 'SALES', table: 'TOTALS' },
          { schema: 'SALES', table: 'ORDERS' },
        ],
      },
      ['SALES.CUSTOMERS'],
    ],
    [{ schemas: ['XSYS', 'nowhere'] }, ['XSYS.MINE']],
    [{ include: [{ schema: "' or 1=1 --", table: '?' }] }, []],
  ])('asks for no more than %j', async (filter, expected) => {
    expect(names(await read(filter)).flat()).toEqual(expected);
  });

  it('does without rows that the login may not see, and not without the rest', async () => {
    const refusing =
      (view: string): HanaQuery =>
      async (sql, values) => {
        if (sql.includes(view)) throw Object.assign(new Error('insufficient privilege'), { code: 258 });
        return query(sql, values);
      };
    const [tables = []] = await read({ schemas: ['SALES'] }, 100, refusing('m_tables'));
    expect(tables.map(({ rows }) => rows)).toEqual([null, null, null]);
    await expect(read({}, 100, refusing('sys.constraints'))).rejects.toMatchObject({ code: 258 });
  });
});
