import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFiles } from './job-files.js';

async function* parts(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

describe('withFiles', () => {
  let place: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'patchbay-job-files-'));
  });
  afterEach(() => rm(place, { recursive: true }));

  it('lays files for the work alone, in folders as they are named, read-only', async () => {
    const files = [
      { path: 'a/b.db', content: () => parts('one', 'two') },
      { path: 'c', content: () => parts('three') },
    ];
    const seen = await withFiles(place, files, async (folder) => {
      const [own, file] = [await stat(folder), await stat(join(folder, 'a/b.db'))];
      expect([own.mode & 0o777, file.mode & 0o777]).toEqual([0o700, 0o400]);
      return [await readFile(join(folder, 'a/b.db'), 'utf8'), await readFile(join(folder, 'c'), 'utf8')];
    });
    expect(seen).toEqual(['onetwo', 'three']);
    expect(await readdir(place)).toEqual([]);
  });

  it('leaves nothing of a file that cannot be read to its end, and does no work', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('half');
      throw new Error('gone');
    }
    let worked = false;
    const work = withFiles(place, [{ path: 'a', content: broken }], async () => {
      worked = true;
    });
    await expect(work).rejects.toThrow('gone');
    expect([worked, await readdir(place)]).toEqual([false, []]);
  });

  it('leaves nothing when the work fails', async () => {
    const work = withFiles(place, [{ path: 'a', content: () => parts('x') }], () =>
      Promise.reject(new Error('no')),
    );
    await expect(work).rejects.toThrow('no');
    expect(await readdir(place)).toEqual([]);
  });
});
