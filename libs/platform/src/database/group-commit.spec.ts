import { GroupCommit } from './group-commit.js';

/** Writes that end when the test says so, one after another. */
function heldWrites(most = 3) {
  const writes: { items: readonly string[]; end: () => void; fail: (error: Error) => void }[] = [];
  const commits = new GroupCommit<string, string>(most, async (items) => {
    await new Promise<void>((end, fail) => writes.push({ items, end, fail }));
    return items.map((item) => () => {
      if (item === 'bad') throw new Error('refused');
      return Promise.resolve(`${item}!`);
    });
  });
  const turn = () => new Promise(setImmediate);
  return { writes, commits, turn, sent: () => writes.map(({ items }) => items.join('')) };
}

describe('a group commit', () => {
  it('begins at once, and then takes along who came meanwhile', async () => {
    const { writes, commits, turn, sent } = heldWrites();
    const first = commits.add(1, 'a');
    await turn();
    expect(sent()).toEqual(['a']);
    const others = [...'bcde'].map((item) => commits.add(1, item));
    await turn();
    expect(sent()).toEqual(['a']);
    writes[0]!.end();
    expect(await first).toBe('a!');
    await turn();
    expect(sent()).toEqual(['a', 'bcd']);
    writes[1]!.end();
    await turn();
    expect(sent()).toEqual(['a', 'bcd', 'e']);
    writes[2]!.end();
    expect(await Promise.all(others)).toEqual(['b!', 'c!', 'd!', 'e!']);
  });

  it('keeps groups apart: none waits for another', async () => {
    const { writes, commits, turn, sent } = heldWrites();
    const answers = [commits.add(1, 'a'), commits.add(2, 'b')];
    await turn();
    expect(sent()).toEqual(['a', 'b']);
    for (const { end } of writes) end();
    expect(await Promise.all(answers)).toEqual(['a!', 'b!']);
  });

  it('refuses one of several by itself', async () => {
    const { writes, commits, turn } = heldWrites();
    const answers = [commits.add(1, 'a'), commits.add(1, 'bad')];
    await turn();
    writes[0]!.end();
    const [good, bad] = await Promise.allSettled(answers);
    expect(good).toMatchObject({ value: 'a!' });
    expect(bad).toMatchObject({ reason: { message: 'refused' } });
  });

  it('tells all of a write why it failed, and goes on', async () => {
    const { writes, commits, turn } = heldWrites();
    const answers = [commits.add(1, 'a'), commits.add(1, 'b')];
    await turn();
    const next = commits.add(1, 'c');
    writes[0]!.fail(new Error('no database'));
    for (const answer of answers) await expect(answer).rejects.toThrow('no database');
    await turn();
    writes[1]!.end();
    expect(await next).toBe('c!');
  });
});
