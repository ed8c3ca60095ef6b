import { inTurns } from './in-turns.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('work in turns', () => {
  it('has its results in order, and never too much at once', async () => {
    let running = 0;
    let most = 0;
    const results = await inTurns([5, 4, 3, 2, 1, 0], 3, async (turns) => {
      running += 1;
      most = Math.max(most, running);
      for (let at = 0; at < turns; at += 1) await settled();
      running -= 1;
      return turns * 10;
    });
    expect(results).toEqual([50, 40, 30, 20, 10, 0]);
    expect(most).toBe(3);
  });

  it('begins nothing more after a failure, and has ended when it tells of it', async () => {
    const begun: number[] = [];
    let ended = 0;
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      await settled();
      ended += 1;
      if (item === 1) throw new Error('one');
    };
    await expect(inTurns([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('one');
    expect(begun).toEqual([1, 2]);
    expect(ended).toBe(2);
  });

  it('has nothing to do', async () => {
    expect(await inTurns([], 4, async () => 1)).toEqual([]);
  });
});
