import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockHome } from './home-lock.js';
import { processBirth } from './process-birth.js';

describe('the lock of a home folder', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'lock-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const leaveLock = (content: unknown) =>
    writeFile(join(home, 'server.lock'), typeof content === 'string' ? content : JSON.stringify(content));

  it('is held by one at a time, also within one process, and is free after its release', async () => {
    const first = await lockHome(home);
    await expect(lockHome(home)).rejects.toMatchObject({
      code: 'home_in_use',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await first.release();
    const second = await lockHome(home);
    await first.release();
    await expect(lockHome(home)).rejects.toMatchObject({ code: 'home_in_use' });
    await second.release();
    expect(await readdir(home)).toEqual([]);
  });

  it('respects another process that lives', async () => {
    await leaveLock({ pid: process.ppid, birth: await processBirth(process.ppid), token: 'a' });
    await expect(lockHome(home)).rejects.toMatchObject({ code: 'home_in_use' });
  });

  it.each([
    ['a process that has ended', { pid: 2 ** 22 + 1, birth: 'x', token: 'a' }],
    ['a process whose number another one has now', { pid: process.ppid, birth: 'x', token: 'a' }],
    ['a file that is no lock', 'not a lock'],
    ['a file that is empty', ''],
    ['a holder whose token is a path', { pid: 0, birth: '', token: '../../escape' }],
  ])('does not count for %s', async (_what, content) => {
    await leaveLock(content);
    await (await lockHome(home)).release();
    expect(await readdir(home)).toEqual([]);
  });

  it('goes to exactly one of many that find a dead holder', async () => {
    for (let round = 0; round < 20; round += 1) {
      await leaveLock({ pid: 2 ** 22 + 1, birth: 'x', token: `round-${round}` });
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockHome(home)));
      const winners = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(winners).toHaveLength(1);
      await winners[0]?.release();
    }
    expect(await readdir(home)).toEqual([]);
  });

  it('says that the home folder cannot be used when its path is a file', async () => {
    await writeFile(join(home, 'file'), '');
    await expect(lockHome(join(home, 'file'))).rejects.toMatchObject({ code: 'home_unusable' });
  });
});
