import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limitLog, logSince, logSize } from './server-log.js';

describe('the log of Postgres', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-'));
    path = join(folder, 'postgres.log');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is emptied beyond 5 MB, and the former part is kept', async () => {
    await writeFile(path, 'x'.repeat(5 * 1024 * 1024));
    await limitLog(path);
    expect(await logSize(path)).toBe(5 * 1024 * 1024);
    await appendFile(path, 'y');
    await limitLog(path);
    expect(await logSize(path)).toBe(0);
    expect((await readFile(`${path}.1`, 'utf8')).endsWith('xy')).toBe(true);
  });

  it('gives the last lines of this start, not of an earlier one', async () => {
    await writeFile(path, 'earlier\n');
    const offset = await logSize(path);
    await appendFile(path, 'one\ntwo\n');
    expect(await logSince(path, offset)).toEqual(['one', 'two']);
  });

  it('needs no log to be there', async () => {
    await limitLog(path);
    expect(await logSize(path)).toBe(0);
  });
});
