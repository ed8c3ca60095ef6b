import { gzipSync } from 'node:zlib';

import type { ColumnMetaData } from 'hyparquet';

import { columnPages } from './column-pages.js';

/** A number of the compact protocol, behind the head of its field, which is the next one. */
function field(value: number): number[] {
  const bytes = [0x15];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return [...bytes, rest];
}
/** A data page of the first version, of numbers that are not encoded. */
const pageOf = (body: Uint8Array, size: number, values: number, length = body.length): Buffer =>
  Buffer.concat([
    Buffer.from([...field(0), ...field(size), ...field(length)]),
    Buffer.from([0x2c, ...field(values), ...field(0), ...field(3), ...field(3), 0, 0]),
    body,
  ]);

async function pagesOf(file: Buffer, { codec = 'GZIP', most = 10 ** 9 } = {}) {
  const chunk = {
    codec,
    data_page_offset: 4n,
    total_compressed_size: BigInt(file.length),
  } as unknown as ColumnMetaData;
  const leaf = { element: { name: 'c', type: 'INT32' as const }, path: ['c'], defined: 0 };
  const read: number[] = [];
  const reader = {
    read: async (_: string, { from, to }: { from: number; to: number }) => {
      read.push(to - from);
      return Buffer.concat([Buffer.alloc(4), file]).subarray(from, to);
    },
  };
  const pages = [];
  for await (const page of columnPages({ name: 'f', size: file.length + 4 }, chunk, leaf, most, reader))
    pages.push(page.length);
  return { pages, read };
}

describe('the pages of a column', () => {
  const two = pageOf(Uint8Array.from([1, 0, 0, 0, 2, 0, 0, 0]), 8, 2);
  const plain = { codec: 'UNCOMPRESSED' as const };

  it('come one after the other, as far as may be read', async () => {
    expect(await pagesOf(Buffer.concat([two, two]), plain)).toEqual({
      pages: [2, 2],
      read: [two.length * 2],
    });
    const cut = await pagesOf(Buffer.concat([two, two]), { ...plain, most: two.length + 5 });
    expect(cut).toEqual({ pages: [2], read: [two.length + 5] });
  });

  it.each<[string, Buffer]>([
    ['longer than all', pageOf(Uint8Array.of(1, 0, 0, 0), 4, 1, 10 ** 9)],
    ['shorter than nothing', pageOf(Uint8Array.of(1, 0, 0, 0), 4, 1, -100)],
    ['larger than any', pageOf(Uint8Array.of(1, 0, 0, 0), 2 ** 31 - 1, 1)],
    ['of another size', pageOf(Uint8Array.of(1, 0, 0, 0), 3, 1)],
    ['of more values than it has', pageOf(Uint8Array.of(1, 0, 0, 0), 4, 10 ** 6)],
    ['no page', Buffer.alloc(50, 0xff)],
    ['of no end', Buffer.alloc(100_000, 0x1c)],
  ])('end before one that is %s', async (_, page) => {
    expect((await pagesOf(Buffer.concat([two, page, two]), plain)).pages).toEqual([2]);
  });

  it('become no more than 32 MiB, however small they are', async () => {
    const size = 4 * 10 ** 6;
    const bomb = pageOf(gzipSync(Buffer.alloc(size)), size, 10 ** 6);
    const { pages } = await pagesOf(Buffer.concat(Array<Buffer>(100).fill(bomb)));
    expect(pages).toEqual(Array<number>(8).fill(10 ** 6));
  });
});
