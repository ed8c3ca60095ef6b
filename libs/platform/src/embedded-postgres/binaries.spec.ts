import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareBinaries } from './binaries.js';
import { findNativePackage, type NativePackage } from './native-package.js';
import { runProgram } from './run-program.js';
import { runsAsRoot } from './system-user.js';

const NOBODY = { uid: 65534, gid: 65534 };

describe('the Postgres binaries', () => {
  let folder: string;
  let copies: string;
  let installed: NativePackage;
  let messages: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'binaries-'));
    await chmod(folder, 0o755);
    copies = join(folder, 'copies');
    const { native, version } = await findNativePackage();
    await mkdir(join(folder, 'package'));
    installed = { native: join(folder, 'package', 'native'), version };
    await cp(native, installed.native, { recursive: true, verbatimSymlinks: true });
  });
  beforeEach(async () => {
    messages = [];
    const library = join(installed.native, 'lib');
    for (const entry of await readdir(library, { withFileTypes: true })) {
      if (entry.isSymbolicLink()) await rm(join(library, entry.name));
    }
  });
  afterAll(async () => {
    await chmod(join(installed.native, 'lib'), 0o755);
    await rm(folder, { recursive: true });
  });

  const prepare = (account?: typeof NOBODY) =>
    prepareBinaries(installed, copies, account, (line) => messages.push(line));

  it('get back the library links that an install without scripts leaves out', async () => {
    const initdb = join(installed.native, 'bin', 'initdb');
    expect((await runProgram(initdb, ['--version'])).ok).toBe(false);
    expect(await prepare()).toBe(installed.native);
    expect((await runProgram(initdb, ['--version'])).ok).toBe(true);
    expect(messages).toEqual([]);
  });

  it('are copied once when they cannot be run or repaired where they are', async () => {
    const closed = runsAsRoot() ? join(folder, 'package') : join(installed.native, 'lib');
    await chmod(closed, runsAsRoot() ? 0o700 : 0o555);
    const account = runsAsRoot() ? NOBODY : undefined;
    const native = await prepare(account);
    expect(native.startsWith(copies)).toBe(true);
    expect((await runProgram(join(native, 'bin', 'postgres'), ['--version'], account)).output).toContain(
      '18.',
    );
    expect(await prepare(account)).toBe(native);
    expect(messages).toHaveLength(1);
    expect(await readdir(copies)).toHaveLength(1);
  });

  it('that are not installed are reported with the way out', async () => {
    const missing = findNativePackage(() => {
      throw new Error('Cannot find module');
    });
    await expect(missing).rejects.toMatchObject({
      code: 'not_installed',
      message: expect.stringContaining('DATABASE_URL'),
    });
  });
});
