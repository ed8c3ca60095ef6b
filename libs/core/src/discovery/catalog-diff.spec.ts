import type { CatalogColumn, CatalogTable } from '#connector-sdk';
import { columnChanges, contentHash } from './catalog-diff.js';

const id: CatalogColumn = {
  name: 'id',
  type: 'integer',
  normal: 'integer',
  nullable: false,
  primaryKey: true,
};
const city: CatalogColumn = { name: 'city', type: 'text', normal: 'string', nullable: true };
const table: CatalogTable = {
  catalog: null,
  schema: 'public',
  name: 'people',
  kind: 'table',
  comment: null,
  rows: 10,
  columns: [id, city],
};
const digest = (of: CatalogTable) => contentHash(of, JSON.stringify(of.columns));
const told = (before: readonly CatalogColumn[], after: readonly CatalogColumn[]) =>
  columnChanges(before, after).map(({ change, column, breaking }) => [change, column, breaking]);

describe('how columns changed', () => {
  it.each<[string, CatalogColumn, boolean]>([
    ['another type', { ...city, type: 'varchar(10)' }, true],
    ['a type of the same kind, written otherwise', { ...city, type: 'TEXT' }, true],
    ['may be null no more', { ...city, nullable: false }, false],
    ['a comment', { ...city, comment: 'Where they live.' }, false],
    ['a key', { ...city, primaryKey: true }, false],
    ['a reference', { ...city, foreignKey: { schema: null, table: 'cities', column: 'name' } }, false],
  ])('%s', (_, after, breaking) => {
    expect(columnChanges([id, city], [id, after])).toEqual([
      { change: 'column_changed', column: 'city', breaking, before: city, after },
    ]);
  });

  it('breaks by what is gone, and not by what is new', () => {
    expect(told([id], [id, city])).toEqual([['column_added', 'city', false]]);
    expect(told([id, city], [city])).toEqual([['column_removed', 'id', true]]);
    const renamed = { ...city, name: 'town' };
    expect(told([city], [renamed])).toEqual([
      ['column_added', 'town', false],
      ['column_removed', 'city', true],
    ]);
    expect(told([id, city], [])).toEqual([
      ['column_removed', 'id', true],
      ['column_removed', 'city', true],
    ]);
  });

  it('does not tell columns that moved, members in another order, or nothing at all', () => {
    expect(told([id, city], [city, id])).toEqual([]);
    const shuffled = Object.fromEntries(Object.entries(city).reverse()) as unknown as CatalogColumn;
    expect(told([city], [shuffled])).toEqual([]);
    expect(told([], [])).toEqual([]);
  });

  it('tells names apart that objects have of themselves, and upper from lower case', () => {
    const names = ['__proto__', 'constructor', 'City', 'city'].map((name) => ({ ...city, name }));
    expect(told([], names).map(([, name]) => name)).toEqual(['__proto__', 'constructor', 'City', 'city']);
    expect(told(names, names)).toEqual([]);
  });
});

describe('the digest of a table', () => {
  it.each<[string, Partial<CatalogTable>, boolean]>([
    ['its number of rows', { rows: 11 }, true],
    ['its comment', { comment: 'People.' }, false],
    ['its kind', { kind: 'view' }, false],
    ['the order of its columns', { columns: [city, id] }, false],
    ['a column', { columns: [id, { ...city, nullable: null }] }, false],
  ])('with another %s', (_, changed, same) => {
    expect(digest({ ...table, ...changed }).equals(digest(table))).toBe(same);
  });
});
