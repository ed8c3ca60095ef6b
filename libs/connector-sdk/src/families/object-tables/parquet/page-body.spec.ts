import zlib, { brotliCompressSync, gzipSync } from 'node:zlib';

import { MOST_PAGE_BYTES, pageBody } from './page-body.js';

const TEXT = Buffer.from('a page '.repeat(10));
/** A literal of one byte, then a copy of 60 from one byte before. */
const SNAPPY = Uint8Array.from([61, 0, 120, 0xee, 1, 0]);

describe('the body of a page', () => {
  it('lies in memory of its own', async () => {
    for (const [codec, bytes] of [
      ['UNCOMPRESSED', TEXT],
      ['GZIP', gzipSync(TEXT)],
      ['BROTLI', brotliCompressSync(TEXT)],
    ] as const) {
      const body = await pageBody(codec, bytes, TEXT.length);
      expect(Buffer.from(body).equals(TEXT)).toBe(true);
      expect(body.buffer.byteLength).toBe(TEXT.length);
    }
    expect(Buffer.from(await pageBody('SNAPPY', SNAPPY, 61)).toString()).toBe('x'.repeat(61));
    expect(await pageBody('SNAPPY', Uint8Array.of(), 0)).toHaveLength(0);
  });

  it('is unpacked from Zstandard where Node does that', async () => {
    // One block that is not compressed (RFC 8878 section 3.1.1).
    const frame = (length: number) =>
      Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, length, 0x29, 0, 0, ...Buffer.from('hello')]);
    const unpacked = pageBody('ZSTD', frame(5), 5).then((body) => Buffer.from(body).toString());
    if ('zstdDecompressSync' in zlib) expect(await unpacked).toBe('hello');
    else await expect(unpacked).rejects.toThrow(RangeError);
    await expect(pageBody('ZSTD', frame(5), 4)).rejects.toThrow();
    await expect(pageBody('ZSTD', frame(200), 200)).rejects.toThrow();
  });

  it.each<[string, Parameters<typeof pageBody>]>([
    ['a bomb of gzip', ['GZIP', gzipSync(Buffer.alloc(50_000_000)), 1_000]],
    ['a bomb of brotli', ['BROTLI', brotliCompressSync(Buffer.alloc(1_000_000)), 1_000]],
    ['a size that is not true', ['SNAPPY', SNAPPY, 60]],
    ['a size that is too large', ['SNAPPY', SNAPPY, MOST_PAGE_BYTES + 1]],
    ['a negative size', ['UNCOMPRESSED', SNAPPY, -1]],
    ['no bytes', ['GZIP', Uint8Array.of(), 10]],
    ['another way of compression', ['LZO', SNAPPY, 61]],
  ])('is none with %s', async (_, what) => {
    await expect(pageBody(...what)).rejects.toThrow();
  });
});
