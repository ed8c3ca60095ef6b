import { querying } from './query.js';

describe('a statement', () => {
  it('waits for the one before it, and goes on after one that failed', async () => {
    const running: { sql: string; end: (rows: Promise<unknown[]>) => void }[] = [];
    const query = querying({
      query: (sql) => new Promise<unknown[]>((resolve) => running.push({ sql, end: resolve })),
    });
    const [first, second] = [query('select 1'), query('select 2')];
    await new Promise(setImmediate);
    expect(running.map(({ sql }) => sql)).toEqual(['select 1']);
    running[0]!.end(Promise.reject(new Error('no')));
    await expect(first).rejects.toThrow('no');
    await new Promise(setImmediate);
    expect(running.map(({ sql }) => sql)).toEqual(['select 1', 'select 2']);
    running[1]!.end(Promise.resolve([{ one: 1 }]));
    expect(await second).toEqual([{ one: 1 }]);
  });
});
