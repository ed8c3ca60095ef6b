import type { CatalogTable, MarkedCatalog, TableMark } from '../catalog/catalog.js';
import { ChangedTables } from './changed-tables.js';

const FILTER = { schemas: [], include: [], exclude: [] };
const named = (name: string) => ({ catalog: null, schema: null, name });
const markOf = (name: string): TableMark => ({ ...named(name), key: name, mark: name });
const tableOf = (name: string): CatalogTable => ({
  ...named(name),
  kind: 'table',
  comment: null,
  rows: null,
  columns: [],
});

/** A source that notes what it is asked for, and never answers two questions at once. */
function source(pages: readonly (readonly string[])[], events: string[]): MarkedCatalog {
  let busy = false;
  const alone = async <T>(what: string, answer: T): Promise<T> => {
    expect(busy).toBe(false);
    busy = true;
    events.push(what);
    await new Promise(setImmediate);
    busy = false;
    return answer;
  };
  return {
    async *marks(_filter, pageSize) {
      expect(pageSize).toBe(20);
      for (const page of pages) yield alone('marks', page.map(markOf));
    },
    tables: (keys) => alone(`tables ${keys.join()}`, keys.map(tableOf)),
  };
}

async function changed(pages: readonly (readonly string[])[], wanted: readonly string[]) {
  const events: string[] = [];
  const told = { reading: () => undefined, storing: () => undefined };
  const ask = async (marks: readonly TableMark[]): Promise<string[]> => {
    events.push(`asks for ${marks.length}`);
    return marks.map(({ key }) => key).filter((key) => wanted.includes(key));
  };
  const tables = new ChangedTables(source(pages, events), FILTER, 2, ask, told);
  const found: string[][] = [];
  for await (const page of tables.pages()) found.push(page.map(({ name }) => name));
  return { events, found, seen: tables.seen };
}

describe('tables that changed', () => {
  it('are those alone whose marks are wanted, a page at a time', async () => {
    const { found, seen } = await changed([['a', 'b', 'c', 'd'], ['e']], ['a', 'c', 'd', 'e']);
    expect(found).toEqual([['a', 'c'], ['d'], ['e']]);
    expect(seen).toBe(5);
  });

  it('are none where none changed, and the source is asked for marks alone', async () => {
    const { events, found, seen } = await changed([['a'], ['b']], []);
    expect(found).toEqual([]);
    expect(seen).toBe(2);
    expect(events.filter((event) => event.startsWith('tables'))).toEqual([]);
  });

  it('are found out while the source reads on', async () => {
    const { events } = await changed([['a'], ['b']], ['a']);
    expect(events).toEqual(['marks', 'asks for 1', 'marks', 'tables a', 'asks for 1']);
  });

  it('are none of an empty source', async () => {
    expect(await changed([], ['a'])).toEqual({ events: [], found: [], seen: 0 });
  });
});
