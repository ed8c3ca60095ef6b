/** What became of one item of a write: called at once, it answers, refuses, or goes on by itself. */
export type Attempt<Done> = () => Done | Promise<Done>;

/**
 * Writes of one group one after another, where each takes along all that arrived during the one before: many
 * callers share a commit. What arrives while nothing is under way waits for nothing.
 */
export class GroupCommit<Item, Done> {
  /** Of each group that has a write under way: who is in the next one. */
  private readonly waiting = new Map<number, Entry<Item, Done>[]>();

  /**
   * @param most - how many items one write takes
   * @param write - answers what became of each item, in their order; when it fails, that is what each caller is told
   */
  constructor(
    private readonly most: number,
    private readonly write: (items: readonly [Item, ...Item[]]) => Promise<readonly Attempt<Done>[]>,
  ) {}

  /** Writes an item of a group with others of the same group. @throws what {@link write} says of it */
  add(group: number, item: Item): Promise<Done> {
    return new Promise((resolve, reject) => {
      const entry = { item, resolve, reject };
      const waiting = this.waiting.get(group);
      if (waiting) {
        waiting.push(entry);
        return;
      }
      this.waiting.set(group, [entry]);
      // What was read from the sockets in the same turn comes along.
      setImmediate(() => void this.run(group));
    });
  }

  private async run(group: number): Promise<void> {
    const waiting = this.waiting.get(group)!;
    for (;;) {
      const [first, ...others] = waiting.splice(0, this.most);
      if (!first) break;
      await this.writeTogether([first, ...others]);
    }
    this.waiting.delete(group);
  }

  private async writeTogether(entries: readonly [Entry<Item, Done>, ...Entry<Item, Done>[]]): Promise<void> {
    const [first, ...others] = entries;
    try {
      const attempts = await this.write([first.item, ...others.map(({ item }) => item)]);
      for (const [index, { resolve, reject }] of entries.entries()) settle(attempts[index]!, resolve, reject);
    } catch (error) {
      for (const { reject } of entries) reject(error);
    }
  }
}

interface Entry<Item, Done> {
  readonly item: Item;
  readonly resolve: (done: Done | Promise<Done>) => void;
  readonly reject: (error: unknown) => void;
}

function settle<Done>(
  attempt: Attempt<Done>,
  resolve: (done: Done | Promise<Done>) => void,
  reject: (error: unknown) => void,
): void {
  try {
    resolve(attempt());
  } catch (error) {
    reject(error);
  }
}
