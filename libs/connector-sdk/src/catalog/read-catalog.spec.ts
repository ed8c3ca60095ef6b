import { readCatalogPage, readTableLook } from './read-catalog.js';

const column = { name: 'id', type: 'integer', normal: 'integer', nullable: false };
const table = {
  catalog: null,
  schema: 'public',
  name: 'people',
  kind: 'table',
  comment: null,
  rows: 3,
  columns: [column],
};
const one = (changed: object) => readCatalogPage([{ ...table, ...changed }]);
const ofColumn = (changed: object) => one({ columns: [{ ...column, ...changed }] })?.[0]?.columns;
const HIGH = '\ud800';

describe('a page of a catalog as a prober sent it', () => {
  it('is taken as it is where all of it is well', () => {
    const full = {
      ...column,
      primaryKey: true,
      foreignKey: { schema: null, table: 't', column: 'c' },
      comment: 'A key.',
    };
    const page = [table, { ...table, name: 'a "b".c\n😀', columns: [full] }];
    expect(readCatalogPage(page)).toEqual(page);
    expect(readCatalogPage([])).toEqual([]);
  });

  it.each([undefined, null, 'page', 7, {}, { length: 1, 0: table }])('is none: %j', (value) => {
    expect(readCatalogPage(value)).toBeUndefined();
  });

  it.each([
    null,
    7,
    'table',
    [table],
    { ...table, name: undefined },
    { ...table, name: '' },
    { ...table, name: ['people'] },
    { ...table, name: 'n'.repeat(601) },
    { ...table, name: 'nul\0' },
    { ...table, name: `half ${HIGH}` },
    { ...table, schema: 7 },
    { ...table, schema: '' },
    { ...table, schema: 's'.repeat(601) },
    { ...table, catalog: undefined },
  ])('leaves out what could not be stored as a table (%#)', (value) => {
    expect(readCatalogPage([value, table])).toEqual([table]);
  });

  it.each([
    [{ kind: 'trigger' }, { kind: 'other' }],
    [{ kind: null }, { kind: 'other' }],
    [{ rows: -1 }, { rows: null }],
    [{ rows: '3' }, { rows: null }],
    [{ rows: Number.NaN }, { rows: null }],
    [{ rows: 1e300 }, { rows: null }],
    [{ rows: 2.6 }, { rows: 3 }],
    [{ comment: { text: 'x' } }, { comment: null }],
    [{ comment: `a\0b${HIGH}` }, { comment: 'a\ufffdb\ufffd' }],
    [{ comment: 'c'.repeat(5_000) }, { comment: 'c'.repeat(4_000) }],
    [{ columns: 'all' }, { columns: [] }],
    [{ columns: [null, 7, { name: '' }, column] }, { columns: [column] }],
    [{ owner: 'root', __proto__: { polluted: true } }, {}],
  ])('makes of %j what fits (%#)', (given, read) => {
    expect(one(given)).toEqual([{ ...table, ...read }]);
  });

  it.each([
    [{ type: 7 }, { type: '' }],
    [{ type: 't'.repeat(9_000) }, { type: 't'.repeat(2_000) }],
    [{ normal: 'constructor' }, { normal: 'other' }],
    [{ nullable: 'yes' }, { nullable: null }],
    [{ primaryKey: 'yes' }, {}],
    [{ primaryKey: false }, {}],
    [{ foreignKey: { schema: null, table: 't' } }, {}],
    [{ foreignKey: { schema: null, table: 't'.repeat(601), column: 'c' } }, {}],
    [{ foreignKey: ['t'] }, {}],
    [{ comment: '' }, {}],
    [{ secret: 'canary' }, {}],
  ])('makes of a column with %j what fits (%#)', (given, read) => {
    expect(ofColumn(given)).toEqual([{ ...column, ...read }]);
  });

  it('is cut where it is too large', () => {
    expect(readCatalogPage(Array.from({ length: 5_000 }, () => table))).toHaveLength(2_000);
    const wide = one({ columns: Array.from({ length: 20_000 }, (_, n) => ({ ...column, name: `c${n}` })) });
    expect(wide![0]!.columns).toHaveLength(10_000);
  });
});

describe('a close look as a prober sent it', () => {
  it.each([undefined, null, [], 'look'])('is none: %j', (value) => {
    expect(readTableLook(value)).toBeUndefined();
  });

  it('is cut to what fits', () => {
    const look = readTableLook({
      ddl: 'd'.repeat(600_000),
      rows: [
        ...Array.from({ length: 20 }, () => ({ a: 'v'.repeat(300), b: 7, ['n'.repeat(601)]: 'x' })),
        null,
      ],
      categories: {
        few: ['a', 'b\0'],
        none: [],
        many: Array.from({ length: 61 }, String),
        long: ['x'.repeat(51)],
        mixed: ['a', 1],
        text: 'a',
      },
    })!;
    expect(look.ddl).toHaveLength(500_000);
    expect(look.rows).toEqual(Array.from({ length: 10 }, () => ({ a: 'v'.repeat(200), b: null })));
    expect(look.categories).toEqual({ few: ['a', 'b\ufffd'] });
    expect(readTableLook({ ddl: 1, rows: {}, categories: [] })).toEqual({
      ddl: null,
      rows: [],
      categories: {},
    });
  });
});
