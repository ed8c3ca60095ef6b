import { lookAtTable } from '#connector-sdk';

import { hanaLook } from './hana-look.js';

const TABLE = { catalog: null, schema: 'SALES', name: 'OR"DERS' };
const WISHES = { rows: 3, categories: ['STA"TE'] };

function queriesWith(call: () => Promise<readonly Record<string, unknown>[]>) {
  const asked: (readonly [sql: string, values: readonly unknown[]])[] = [];
  return {
    asked,
    rows: async (sql: string, values: readonly unknown[]) => {
      asked.push([sql.replace(/\s+/g, ' '), values]);
      return sql.includes('distinct') ? [{ value: 'old' }, { value: 'new' }] : [{ ID: 1, NOTE: null }];
    },
    call: async (sql: string, values: readonly unknown[]) => {
      asked.push([sql, values]);
      return call();
    },
  };
}

describe('hanaLook', () => {
  it('asks by names between quotes, and reads a definition that comes as bytes', async () => {
    const statement = 'CREATE COLUMN TABLE "SALES"."OR""DERS" ("ü" INT)';
    const queries = queriesWith(async () => [{ OBJECT_CREATION_STATEMENT: Buffer.from(statement) }]);
    expect(await lookAtTable(hanaLook(queries, TABLE), WISHES)).toEqual({
      ddl: statement,
      rows: [{ ID: '1', NOTE: null }],
      categories: { 'STA"TE': ['new', 'old'] },
    });
    expect(queries.asked).toEqual([
      ['call sys.get_object_definition(?, ?)', ['SALES', 'OR"DERS']],
      ['select * from "SALES"."OR""DERS" limit 3', []],
      [
        'select distinct to_nvarchar("STA""TE") as "value" from (select "STA""TE" from "SALES"."OR""DERS" limit 100000)' +
          ' where "STA""TE" is not null limit 61',
        [],
      ],
    ]);
  });

  it('goes without a definition that the server refuses, and not on over a broken connection', async () => {
    const refused = queriesWith(() => Promise.reject(Object.assign(new Error('no'), { code: 258 })));
    expect((await lookAtTable(hanaLook(refused, TABLE), WISHES)).ddl).toBeNull();
    const broken = Object.assign(new Error('gone'), { code: 'EHDBCLOSE' });
    const gone = queriesWith(() => Promise.reject(broken));
    await expect(lookAtTable(hanaLook(gone, TABLE), WISHES)).rejects.toBe(broken);
  });
});
