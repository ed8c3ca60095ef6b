import tedious from 'tedious';

import { querying } from './query.js';

describe('a statement', () => {
  it('may take what is left when it begins, not what was left at the login', async () => {
    const limits: unknown[] = [];
    let left = 3_000;
    const execSql = (request: InstanceType<typeof tedious.Request>): void => {
      limits.push((request as unknown as { timeout: number }).timeout);
      request.userCallback(undefined, 0, []);
    };
    const query = querying({ execSql }, tedious, { remainingMs: () => left });
    await query('select 1');
    left = 120_000;
    await query('select 2');
    expect(limits).toEqual([3_000, 120_000]);
  });

  it('waits for the one before it, and goes on after one that failed', async () => {
    const running: InstanceType<typeof tedious.Request>[] = [];
    const execSql = (request: InstanceType<typeof tedious.Request>) => void running.push(request);
    const query = querying({ execSql }, tedious, { remainingMs: () => 1 });
    const [first, second] = [query('select 1'), query('select 2')];
    await new Promise(setImmediate);
    expect(running).toHaveLength(1);
    running[0]!.userCallback(new Error('no'), 0, []);
    await expect(first).rejects.toThrow('no');
    expect(running).toHaveLength(2);
    running[1]!.userCallback(undefined, 0, []);
    expect(await second).toEqual([]);
  });
});
