import { isBoundedStruct } from './thrift-bounds.js';

const LIST = 0x19;
const STRUCT = 0x1c;

describe('a struct of the compact protocol', () => {
  it.each<[string, number[]]>([
    ['an empty one', [0]],
    ['an integer', [0x15, 0x80, 0x01, 0]],
    ['flags, which are their types', [0x11, 0x12, 0]],
    ['a text', [0x18, 2, 65, 66, 0]],
    ['a list of integers', [LIST, 0x25, 2, 4, 0]],
    ['a number far away', [0x05, 200, 1, 2, 0]],
  ])('is whole with %s', (_, bytes) => {
    expect(isBoundedStruct(Uint8Array.from(bytes))).toBe(true);
  });

  it.each<[string, number[]]>([
    ['nothing', []],
    ['no end', [0x15, 2]],
    ['a text that is longer than all', [0x18, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]],
    ['a list of four thousand million structs', [LIST, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]],
    ['a list of lists', [LIST, 0xf9, 0x80, 0x80, 0x80, 0x08, 0]],
    ['a number without an end', [0x15, ...Array<number>(20).fill(0xff)]],
    ['a map', [0x1b, 0, 0]],
    ['an unknown type', [0x1e, 0, 0]],
    ['structs in structs without end', Array<number>(5_000).fill(STRUCT)],
    ['structs in structs with ends', [...Array<number>(5_000).fill(STRUCT), ...Array<number>(5_001).fill(0)]],
  ])('is none with %s', (_, bytes) => {
    expect(isBoundedStruct(Uint8Array.from(bytes))).toBe(false);
  });

  it('has no more than a million values', () => {
    const empty = (count: number) =>
      Uint8Array.from([
        LIST,
        0xfc,
        (count & 0x7f) | 0x80,
        ((count >> 7) & 0x7f) | 0x80,
        count >> 14,
        ...Array<number>(count + 1).fill(0),
      ]);
    expect(isBoundedStruct(empty(900_000))).toBe(true);
    expect(isBoundedStruct(empty(1_100_000))).toBe(false);
  });
});
