import { type StdioOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROBER_FOLDER } from '#connector-sdk';
import { PROBER_ENTRY } from '../support/probe.js';

describe('a prober whose parent is gone', () => {
  it.each([
    ['takes its own folder away, with the files of a job', PROBER_FOLDER, false],
    ['leaves any other folder alone', 'patchbay-other-', true],
  ])('%s', async (_, prefix, left) => {
    const cwd = await mkdtemp(join(tmpdir(), prefix));
    try {
      await mkdir(join(cwd, 'files-1'));
      await writeFile(join(cwd, 'files-1/shop.db'), 'data');

      const stdio: StdioOptions = ['ignore', 'ignore', 'ignore', 'ipc'];
      const child = fork(PROBER_ENTRY, [], { cwd, env: {}, stdio });
      const ended = once(child, 'exit');
      await once(child, 'message');
      child.disconnect();
      await ended;
      expect(existsSync(join(cwd, 'files-1/shop.db'))).toBe(left);
    } finally {
      await rm(cwd, { recursive: true, force: true });
    }
  });
});
