import { type CatalogFilter, pagedCatalog } from '#connector-sdk/opening';

import { sybaseCatalog } from './catalog.js';
import type { Query } from './query.js';
import { textExpression } from './statements.js';

const EVERYTHING: CatalogFilter = { schemas: [], include: [], exclude: [] };
const COLUMN = { digits: null, scale: null, ncharsize: 1, unicharsize: 2, ident: 0, word: null };
/** Numbers as a driver brings them, and as texts. */
const HEADS = [
  { id: -5, owner: 'dbo', name: 'items', type: 'U ', total: '42' },
  { id: 9, owner: 'sales', name: 'cheap', type: 'V ', total: null },
];
const COLUMNS = [
  { ...COLUMN, tableid: -5, name: 'id', usertype: 7, storage: 56, bytes: 4, nulls: 0 },
  { ...COLUMN, tableid: -5, name: 'shop', usertype: 2, storage: 39, bytes: 8, nulls: '8' },
  { ...COLUMN, tableid: -5, name: 'version', usertype: 80, storage: 37, bytes: 8, nulls: 8 },
  { ...COLUMN, tableid: '9', name: 'id', usertype: 7, storage: 38, bytes: 4, nulls: 8 },
];
const FOREIGN = [{ tableid: -5, name: 'shop', refowner: 'dbo', reftable: 'shops', refname: 'code' }];

/** Answers by the first table that a statement names. */
function answering(pages: readonly (readonly object[])[] = [HEADS]) {
  const asked: string[] = [];
  const query = (async (sql: string) => {
    asked.push(sql.replace(/\s+/g, ' '));
    const [, table] = /from (\w+)/.exec(sql) ?? [];
    if (table === 'syscolumns') return COLUMNS;
    if (table === 'sysindexes') return [{ tableid: -5, name: 'id' }];
    if (table === 'sysreferences') return FOREIGN;
    return pages[asked.filter((one) => one.startsWith('select top')).length - 1] ?? [];
  }) as Query;
  return { asked, query };
}

async function read(query: Query, filter: Partial<CatalogFilter> = {}, pageSize = 100) {
  const pages = [];
  for await (const page of pagedCatalog(sybaseCatalog(query, { ...EVERYTHING, ...filter }), pageSize))
    pages.push(page);
  return pages;
}

describe('the catalog of SAP ASE', () => {
  it('has tables and views with columns and keys', async () => {
    expect(await read(answering().query)).toEqual([
      [
        {
          ...{ catalog: null, schema: 'dbo', name: 'items', kind: 'table', comment: null, rows: 42 },
          columns: [
            { name: 'id', type: 'int', normal: 'integer', nullable: false, primaryKey: true },
            {
              ...{ name: 'shop', type: 'varchar(8)', normal: 'string', nullable: true },
              foreignKey: { schema: 'dbo', table: 'shops', column: 'code' },
            },
            { name: 'version', type: 'timestamp', normal: 'binary', nullable: true },
          ],
        },
        {
          ...{ catalog: null, schema: 'sales', name: 'cheap', kind: 'view', comment: null, rows: null },
          columns: [{ name: 'id', type: 'int', normal: 'integer', nullable: true }],
        },
      ],
    ]);
  });

  it('asks for a page by the number of the last object, and by four statements whatever it holds', async () => {
    const { asked, query } = answering([HEADS, []]);
    await read(query, {}, 2);
    expect(asked.map((sql) => /from (\w+)/.exec(sql)?.[1])).toEqual([
      'sysobjects',
      'syscolumns',
      'sysindexes',
      'sysreferences',
      'sysobjects',
    ]);
    expect(asked[0]).toMatch(/^select top 2 .*order by o\.id$/);
    expect(asked[0]).not.toContain('o.id >');
    expect(asked.slice(1, 4).every((sql) => sql.includes('in (-5, 9)'))).toBe(true);
    expect(asked[4]).toContain('o.id > 9');
  });

  it('asks for no more than the filter wants, in digits alone', async () => {
    const { asked, query } = answering([[]]);
    await read(query, {
      schemas: ['sales'],
      include: [{ schema: 'sales', table: "it's\u02bc" }],
      exclude: [{ schema: 'old', table: null }],
    });
    const [sales, odd, old] = ['sales', "it's\u02bc", 'old'].map(textExpression);
    expect(asked[0]).toContain(
      ` and u.name in (${sales}) and ((u.name = ${sales} and o.name in (${odd}))) and not (u.name in (${old}))`,
    );
    expect(asked[0]).not.toMatch(/it's|\u02bc/);
  });

  it('has nothing in its statements that an ODBC driver would replace', async () => {
    const { asked, query } = answering();
    await read(query, { include: [{ schema: '{fn now()}', table: '?' }] });
    expect(asked.join('\n')).not.toMatch(/[?{}]/);
  });
});
