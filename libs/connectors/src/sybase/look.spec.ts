import { lookAtTable, type LookWishes } from '#connector-sdk/opening';

import { sybaseLook } from './look.js';
import type { Query } from './query.js';

const TABLE = { catalog: null, schema: 'dbo', name: 'order items' };
const COLUMN = { tableid: 7, digits: null, scale: null, ncharsize: 1, unicharsize: 2, word: null };
const COLUMNS = [
  { ...COLUMN, name: 'id', usertype: 10, storage: 63, bytes: 6, digits: 10, scale: 0, nulls: 0, ident: 128 },
  { ...COLUMN, name: 'gr\u00fc\u00dfe', usertype: 2, storage: 39, bytes: 8, nulls: 8, ident: 0 },
];

function answering(type: string | null, more: Readonly<Record<string, readonly object[]>> = {}) {
  const asked: string[] = [];
  const query = (async (sql: string) => {
    asked.push(sql.replace(/\s+/g, ' '));
    const [, table = ''] = /from (\S+)/.exec(sql) ?? [];
    if (table === 'sysobjects') return type === null ? [] : [{ id: 7, type }];
    if (table === 'syscolumns') return COLUMNS;
    if (table === 'sysindexes') return [{ tableid: 7, name: 'id' }];
    return more[table] ?? [];
  }) as Query;
  const look = (table: typeof TABLE, wishes: Partial<LookWishes> = {}) => {
    const whole = { rows: 0, categories: [], ...wishes };
    return lookAtTable(sybaseLook(query, table, whole), whole);
  };
  return { asked, look };
}

describe('a closer look at a table of SAP ASE', () => {
  it('writes the definition of a table', async () => {
    expect(await answering('U ').look(TABLE)).toEqual({
      ddl: 'create table [dbo].[order items] (\n  [id] numeric(10,0) identity not null,\n  [gr\u00fc\u00dfe] varchar(8) null,\n  primary key ([id])\n)',
      rows: [],
      categories: {},
    });
  });

  it('puts the text of a view together, and does without one that is hidden', async () => {
    const parts = [{ part: 'create view cheap as select * ' }, { part: 'from items' }];
    const { asked, look } = answering('V ', { syscomments: parts });
    expect((await look(TABLE)).ddl).toBe('create view cheap as select * from items');
    expect(asked[1]).toMatch(/where id = 7 .*status & 1 = 0.* order by number, colid2, colid$/);
    expect((await answering('V ').look(TABLE)).ddl).toBeNull();
  });

  it('brings rows, and the values of columns by few statements', async () => {
    const rows = [
      { v0: 'open', v1: 'x'.repeat(51) },
      { v0: 'done', v1: 'y' },
      { v0: 'open', v1: null },
      { v0: null, v1: null },
    ];
    const { asked, look } = answering('U ', { '[dbo].[order': rows });
    const found = await look(TABLE, { rows: 3, categories: ['state', 'note', 'gr\u00fc\u00dfe', 'a]b'] });
    expect(found.categories).toEqual({ state: ['done', 'open'] });
    expect(found.rows).toHaveLength(4);
    expect(asked.filter((sql) => sql.includes('[order items]'))).toEqual([
      'select top 3 * from [dbo].[order items]',
      'select top 10000 convert(varchar(51), [state]) as v0, convert(varchar(51), [note]) as v1 from [dbo].[order items]',
    ]);
  });

  it.each([
    ['x] select 1 --', 'statement_refused'],
    ['[', 'statement_refused'],
    ['gr\u00fc\u00dfe', 'statement_refused'],
    ['\u02bc', 'statement_refused'],
    ['a\nb', 'statement_refused'],
  ])('asks for no rows of %j', async (name, code) => {
    const { asked, look } = answering('U ', {});
    await expect(look({ ...TABLE, name }, { rows: 3 })).rejects.toMatchObject({ code });
    await expect(look({ ...TABLE, schema: name }, { rows: 3 })).rejects.toMatchObject({ code });
    expect(asked.every((sql) => /from sys/.test(sql))).toBe(true);
    expect((await look({ ...TABLE, name })).ddl).toMatch(/^create table /);
  });

  it('says that a table is not there', async () => {
    await expect(answering(null).look(TABLE)).rejects.toMatchObject({ code: 'statement_refused' });
  });
});
