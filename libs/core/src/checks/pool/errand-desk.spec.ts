import type { CatalogTable } from '#connector-sdk';
import { ErrandDesk, type ErrandTaker } from './errand-desk.js';

const page = (name: string): CatalogTable[] => [
  { catalog: null, schema: null, name, kind: 'table', comment: null, rows: null, columns: [] },
];
const LOOK = { ddl: null, rows: [], categories: {} };

/** Takes pages when it is told to, and writes down what happens. */
function slowTaker() {
  const events: string[] = [];
  const waiting: (() => void)[] = [];
  const taker: ErrandTaker = {
    page: async ([table]) => {
      events.push(`begins ${table!.name}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
      events.push(`has ${table!.name}`);
    },
    look: async () => void events.push('has the look'),
  };
  const desk = new ErrandDesk(
    taker,
    () => events.push('next'),
    (keys) => events.push(`wants ${keys.join()}`),
    () => events.push('broken'),
  );
  return { desk, events, takeOne: () => waiting.shift()!() };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the desk of an errand', () => {
  it('hands pages over one after the other, and has one more read meanwhile', async () => {
    const { desk, events, takeOne } = slowTaker();
    desk.page(page('a'));
    await settled();
    desk.page(page('b'));
    await settled();
    // The second one is there, and nobody asks for a third before the first is taken.
    expect(events).toEqual(['next', 'begins a']);
    takeOne();
    await settled();
    expect(events).toEqual(['next', 'begins a', 'has a', 'next', 'begins b']);
    desk.look(LOOK);
    takeOne();
    await desk.done();
    expect(events.slice(-2)).toEqual(['has b', 'has the look']);
  });

  it('asks for what changed, in its turn; for all where nobody knows what did', async () => {
    const { desk, events, takeOne } = slowTaker();
    desk.page(page('a'));
    desk.marks(['b', 'c'].map((key) => ({ catalog: null, schema: null, name: key, key, mark: key })));
    await settled();
    expect(events).toEqual(['next', 'begins a']);
    takeOne();
    await desk.done();
    expect(events.slice(-2)).toEqual(['has a', 'wants b,c']);
  });

  it('takes nothing more when something could not be taken, and says what it was', async () => {
    const events: string[] = [];
    const refusal = new Error('full');
    const desk = new ErrandDesk(
      {
        page: async ([table]) => {
          events.push(table!.name);
          throw refusal;
        },
      },
      () => events.push('next'),
      (keys) => events.push(`wants ${keys.join()}`),
      () => events.push('broken'),
    );
    desk.page(page('a'));
    desk.page(page('b'));
    await settled();
    expect(events).toEqual(['next', 'a', 'broken']);
    await expect(desk.done()).rejects.toBe(refusal);
  });

  it('is done at once where nothing came, and lets go what nobody takes', async () => {
    const desk = new ErrandDesk(
      {},
      () => undefined,
      () => undefined,
      () => undefined,
    );
    await desk.done();
    desk.page(page('a'));
    desk.look(LOOK);
    await expect(desk.done()).resolves.toBeUndefined();
  });
});
