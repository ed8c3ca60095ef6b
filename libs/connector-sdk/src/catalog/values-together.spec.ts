import { valuesTogether } from './values-together.js';

describe('valuesTogether', () => {
  it('asks for each group of columns once, when one of it is wanted', async () => {
    const asked: (readonly string[])[] = [];
    const values = valuesTogether(['a', 'b', 'c'], 2, async (columns) => {
      asked.push(columns);
      return columns.map((column) => [`${column}1`, `${column}2`]);
    });
    expect(await values('b', 5)).toEqual([{ value: 'b1' }, { value: 'b2' }]);
    expect(await values('a', 1)).toEqual([{ value: 'a1' }]);
    expect(asked).toEqual([['a', 'b']]);
    expect(await values('c', 5)).toEqual([{ value: 'c1' }, { value: 'c2' }]);
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  it('has no values of a column that was not answered', async () => {
    expect(await valuesTogether(['a'], 2, async () => [])('a', 5)).toEqual([]);
  });
});
