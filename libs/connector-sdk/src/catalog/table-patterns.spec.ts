import { parseTablePattern, passesFilter } from './table-patterns.js';

const NONE = { schemas: [], include: [], exclude: [] };
const reads = (text: string) => parseTablePattern(text).map(({ schema, table }) => [schema, table]);

describe('a table pattern', () => {
  it.each([
    ['public.orders', [['public', 'orders']]],
    ['public.*', [['public', null]]],
    ['2024.05.*', [['2024.05', null]]],
    [
      'a.b.c',
      [
        ['a', 'b.c'],
        ['a.b', 'c'],
      ],
    ],
    ['.hidden.*', [['.hidden', null]]],
    ['it\'s "odd".Ünï', [['it\'s "odd"', 'Ünï']]],
  ])('%s', (text, readings) => {
    expect(reads(text)).toEqual(readings);
  });

  it.each(['', 'orders', '.', '.*', '.orders', 'public.', 'a\0.b', `${'x'.repeat(600)}.y`])(
    '%j is none',
    (text) => {
      expect(reads(text)).toEqual([]);
    },
  );

  it('of many dots has few readings, for each takes parameters of a statement', () => {
    expect(reads('a.'.repeat(250) + 'b')).toHaveLength(8);
  });

  it('lets through and leaves out names with dots, on either side', () => {
    const filter = {
      ...NONE,
      include: parseTablePattern('v1.2.x.csv'),
      exclude: parseTablePattern('v1.3.*'),
    };
    expect(passesFilter(filter, { schema: 'v1.2', name: 'x.csv' })).toBe(true);
    expect(passesFilter(filter, { schema: 'v1', name: '2.x.csv' })).toBe(true);
    expect(passesFilter({ ...filter, include: [] }, { schema: 'v1.3', name: 'x' })).toBe(false);
  });
});
