import { type CatalogTable, groupedCatalog, lookAtTable } from '#connector-sdk';

import { oracleCatalog } from './catalog.js';
import { oracleLook } from './look.js';
import type { OracleQueries } from './queries.js';

const ALL = { schemas: [], include: [], exclude: [] };
const column = {
  ...{ schema: 'SHOP', table: 'ORDERS', length: null, precision: null, scale: null },
  ...{ nullable: 'N', comment: null },
};

/** Plays a server: no Oracle is to be had, so what it would make of the statements is not known here. */
function played(answers: readonly (readonly [RegExp, readonly object[] | Error])[]) {
  const asked: { sql: string; values: object }[] = [];
  const answer = (sql: string, values: object): readonly object[] => {
    asked.push({ sql, values });
    const found = answers.find(([statement]) => statement.test(sql))?.[1] ?? [];
    if (found instanceof Error) throw found;
    return found;
  };
  const queries: OracleQueries = {
    rows: async <Row>(sql: string, values: object) => answer(sql, values) as readonly Row[],
    stream: async function* <Row>(sql: string, values: object) {
      yield* answer(sql, values) as readonly Row[];
    },
  };
  return { asked, queries };
}

describe('the catalog of an Oracle', () => {
  it('puts together what its views say', async () => {
    const { asked, queries } = played([
      [
        /from all_constraints/,
        [
          { schema: 'SHOP', table: 'ORDERS', column: 'ID', kind: 'P', refTable: null },
          {
            ...{ schema: 'SHOP', table: 'ORDERS', column: 'BUYER', kind: 'R' },
            ...{ refSchema: 'CRM', refTable: 'PEOPLE', refColumn: 'ID' },
          },
        ],
      ],
      [
        /from all_tab_columns/,
        [
          { ...column, name: 'ID', type: 'NUMBER', precision: 10, scale: 0 },
          { ...column, name: 'BUYER', type: 'NUMBER', nullable: 'Y' },
          { ...column, name: 'NOTE', type: 'VARCHAR2', length: 40, comment: 'in words' },
          { ...column, name: 'AT', type: 'TIMESTAMP(6)', scale: 6 },
        ],
      ],
      [
        /from all_objects/,
        [{ schema: 'SHOP', name: 'ORDERS', kind: 'table', comment: 'what was bought', rows: 12 }],
      ],
    ]);
    const filter = { ...ALL, schemas: ['SHOP'], exclude: [{ schema: 'SHOP', table: "O'CLOCK" }] };
    const tables: CatalogTable[] = [];
    for await (const page of groupedCatalog(await oracleCatalog(queries, filter), 10)) tables.push(...page);
    expect(tables).toEqual([
      {
        ...{ catalog: null, schema: 'SHOP', name: 'ORDERS', kind: 'table' },
        ...{ comment: 'what was bought', rows: 12 },
        columns: [
          { name: 'ID', type: 'NUMBER(10,0)', normal: 'decimal', nullable: false, primaryKey: true },
          {
            ...{ name: 'BUYER', type: 'NUMBER', normal: 'decimal', nullable: true },
            foreignKey: { schema: 'CRM', table: 'PEOPLE', column: 'ID' },
          },
          { name: 'NOTE', type: 'VARCHAR2(40)', normal: 'string', nullable: false, comment: 'in words' },
          { name: 'AT', type: 'TIMESTAMP(6)', normal: 'timestamp', nullable: false },
        ],
      },
    ]);
    for (const { sql, values } of asked) {
      expect(sql).toContain('in (:f0) and not ((');
      expect(values).toEqual({ f0: 'SHOP', f1: 'SHOP', f2: "O'CLOCK" });
    }
  });
});

describe('a close look at a table of Oracle', () => {
  const table = { catalog: null, schema: 'SHOP', name: 'ORDERS' };

  it('leaves out what the driver would answer a handle for', async () => {
    const { asked, queries } = played([
      [/as "kind"/, [{ kind: null }]],
      [/get_ddl/, [{ ddl: '\n  CREATE TABLE "SHOP"."ORDERS" ("ID" NUMBER)' }]],
      [
        /from all_tab_columns/,
        [
          { name: 'ID', type: 'NUMBER' },
          { name: 'PICTURE', type: 'BLOB' },
          { name: 'TOLD', type: 'CLOB' },
        ],
      ],
      [/^select "ID" from "SHOP"."ORDERS"/, [{ ID: 1 }]],
      [/to_char/, [{ value: 'b' }, { value: 'a' }]],
    ]);
    expect(await lookAtTable(oracleLook(queries, table), { rows: 3, categories: ['ID'] })).toEqual({
      ddl: 'CREATE TABLE "SHOP"."ORDERS" ("ID" NUMBER)',
      rows: [{ ID: '1' }],
      categories: { ID: ['a', 'b'] },
    });
    expect(asked.find(({ sql }) => sql.includes('get_ddl'))?.values).toMatchObject({ kind: 'TABLE' });
  });

  it('has no definition where the login may not see it, and no other error is passed over', async () => {
    const failing = (errorNum: number) =>
      oracleLook(played([[/get_ddl/, Object.assign(new Error('no'), { errorNum })]]).queries, table).ddl!();
    expect(await failing(31_603)).toBeNull();
    await expect(failing(942)).rejects.toThrow('no');
  });
});
