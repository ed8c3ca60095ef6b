import { gzipSync } from 'node:zlib';

import { fileText } from './file-text.js';

const textOf = (name: string, bytes: Uint8Array, most = 1_000, size: number | undefined = bytes.length) =>
  fileText({ name, size }, most, { read: async (_, { from, to }) => bytes.subarray(from, to) });
/** Text that hardly gets smaller. */
const ROWS = Array.from({ length: 1_000 }, (_, at) => `${at},${Math.imul(at, 2_654_435_761)}\n`).join('');

describe('the text that a file begins with', () => {
  it('is all of it, or what was read', async () => {
    expect(await textOf('a.csv', Buffer.from('id\n'))).toEqual({ text: 'id\n', whole: true });
    expect(await textOf('a.csv', Buffer.from('idü\n'), 3)).toEqual({ text: 'id', whole: false });
  });

  it.each(['a.csv.gz', 'a.JSON.GZIP'])('is unpacked: %s', async (name) => {
    expect(await textOf(name, gzipSync('id\n'))).toEqual({ text: 'id\n', whole: true });
    const members = Buffer.concat([gzipSync('id\n'), gzipSync('1\n')]);
    expect(await textOf(name, members)).toEqual({ text: 'id\n1\n', whole: true });
  });

  it('is the beginning of what was packed, where not all was read', async () => {
    const found = await textOf('a.csv.gz', gzipSync(ROWS));
    expect(found?.whole).toBe(false);
    expect(found?.text.length).toBeGreaterThan(500);
    expect(ROWS.startsWith(found!.text)).toBe(true);
  });

  it('costs no more than it may, however much is packed', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 'a'));
    const found = await textOf('a.csv.gz', bomb, 300_000);
    expect(found).toEqual({ text: 'a'.repeat(300_000), whole: false });
  });

  it('is none where it is not packed, or not whole', async () => {
    expect(await textOf('a.csv.gz', Buffer.from('id\n'))).toBeUndefined();
    const packed = gzipSync(ROWS.slice(0, 200));
    expect(await textOf('a.csv.gz', packed.subarray(0, 50))).toBeUndefined();
  });
});
