import { firstBytes } from './object-contents.js';
import { StoreVisit } from './store-visit.js';

describe('a visit of a store', () => {
  it.each([NaN, Infinity, -1, 1.5, 1e20, 'many' as unknown as number])(
    'takes %p for no size of a file',
    async (size) => {
      const list = async () => ({ folders: [], files: [{ name: 'a', size }], next: undefined });
      const visit = new StoreVisit({ list, prefix: '' });
      expect((await visit.list('')).files).toEqual([{ name: 'a' }]);
    },
  );

  it('keeps sizes', async () => {
    const files = [{ name: 'a', size: 0 }, { name: 'b', size: 5 }, { name: 'c' }];
    const visit = new StoreVisit({
      list: async () => ({ folders: [], files, next: undefined }),
      prefix: '',
    });
    expect((await visit.list('')).files).toEqual(files);
  });
});

describe('the first bytes of a body', () => {
  it.each([
    [3, 3],
    [0, 0],
    [NaN, 0],
  ])('are no more than %p, and the body is closed', async (most, bytes) => {
    let closed = false;
    let sent = 0;
    async function* body() {
      try {
        for (; sent < 100; sent += 1) yield Buffer.alloc(2);
      } finally {
        closed = true;
      }
    }
    expect(await firstBytes(body(), most)).toHaveLength(bytes);
    expect(closed).toBe(true);
    expect(sent).toBeLessThan(3);
  });
});
