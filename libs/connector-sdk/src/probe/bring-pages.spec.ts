import type { CatalogTable } from '../catalog/catalog.js';
import { bringPages } from './bring-pages.js';

const COLUMN = { name: 'c', type: 'text', normal: 'string', nullable: true } as const;
const table = (name: string, columns = 1): CatalogTable => ({
  catalog: null,
  schema: null,
  name,
  kind: 'table',
  comment: null,
  rows: null,
  columns: Array.from({ length: columns }, () => COLUMN),
});
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Pages of one table each, and what becomes of them, written down in its order. */
function journey(names: readonly string[], failsAfter?: Error) {
  const events: string[] = [];
  const waiting: (() => void)[] = [];
  const pages = async function* (): AsyncIterable<readonly CatalogTable[]> {
    for (const name of names) {
      events.push(`reads ${name}`);
      yield [table(name)];
    }
    if (failsAfter) throw failsAfter;
  };
  const bring = async ([first]: readonly CatalogTable[]): Promise<void> => {
    events.push(`brings ${first!.name}`);
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const deadlines = {
    reading: () => void events.push('source'),
    storing: () => void events.push('store'),
  };
  const wantMore = async (): Promise<void> => {
    waiting.shift()?.();
    await settled();
  };
  return { events, wantMore, brought: bringPages(pages(), bring, deadlines) };
}

describe('the pages of a catalog on their way', () => {
  it('are brought in their order, and one is read ahead', async () => {
    const { events, wantMore, brought } = journey(['a', 'b', 'c']);
    const told = (verb: string) => events.filter((event) => event.startsWith(verb));
    await settled();
    expect(told('brings')).toEqual(['brings a']);
    expect(told('reads')).toEqual(['reads a', 'reads b']);
    await wantMore();
    expect(told('brings')).toEqual(['brings a', 'brings b']);
    expect(told('reads')).toEqual(['reads a', 'reads b', 'reads c']);
    await wantMore();
    await wantMore();
    await expect(brought).resolves.toBe(3);
    expect(told('brings').at(-1)).toBe('brings c');
  });

  it('leave the deadline to whoever stores as soon as the source has answered', async () => {
    const { events, wantMore, brought } = journey(['a', 'b']);
    await settled();
    // Both pages are there, and the first one is not stored: nobody waits for the source.
    expect(events.filter((event) => !event.includes(' '))).toEqual(['source', 'store', 'source', 'store']);
    await wantMore();
    await wantMore();
    await brought;
    expect(events.at(-1)).toBe('store');
  });

  it('are all brought before a failure of the source is told', async () => {
    const failure = new Error('gone');
    const { events, wantMore, brought } = journey(['a', 'b'], failure);
    const ended = expect(brought).rejects.toBe(failure);
    await settled();
    await wantMore();
    await wantMore();
    await ended;
    expect(events.filter((event) => event.startsWith('brings'))).toEqual(['brings a', 'brings b']);
    expect(events.at(-1)).toBe('store');
  });

  it('are cut where their tables have many columns, and no table ever is', async () => {
    const portions: string[][] = [];
    const pages = async function* () {
      yield [
        table('a', 1_200),
        table('b', 700),
        table('c', 200),
        table('d', 9_000),
        table('e', 0),
        table('f'),
      ];
    };
    const bring = async (tables: readonly CatalogTable[]) => {
      portions.push(tables.map(({ name }) => name));
    };
    await bringPages(pages(), bring, { reading: () => undefined, storing: () => undefined });
    expect(portions).toEqual([['a', 'b'], ['c'], ['d'], ['e', 'f']]);
  });
});
