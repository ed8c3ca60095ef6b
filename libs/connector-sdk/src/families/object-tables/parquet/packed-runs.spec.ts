import { packedRuns } from './packed-runs.js';

const read = (bytes: number[], width: number, count: number) => [
  ...packedRuns(Uint8Array.from(bytes), width, count),
];

describe('runs and packed bits', () => {
  it('are read one after the other', () => {
    // Eight values of three bits, as the format's own example has them; then five of one.
    expect(read([0x03, 0x88, 0xc6, 0xfa, 10, 1], 3, 13)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 1, 1, 1]);
    expect(read([4, 0xff, 0xff, 0xff, 0xff], 32, 2)).toEqual([0xffffffff, 0xffffffff]);
    expect(read([0x03, 0xff, 0, 0x01, 0, 0, 0, 0, 0, 0, 0], 9, 2)).toEqual([255, 128]);
    expect(read([], 0, 3)).toEqual([0, 0, 0]);
  });

  it('are no more than are wanted, whatever they say', () => {
    expect(read([0xfe, 0xff, 0xff, 0xff, 0x7f, 1], 1, 3)).toEqual([1, 1, 1]);
    expect(read([0xff, 0xff, 0xff, 0xff, 0x7f, 0b101], 1, 3)).toEqual([1, 0, 1]);
  });

  it.each<[string, number[], number, number]>([
    ['bytes that end before', [0x03, 0x88], 3, 8],
    ['runs of nothing', Array<number>(100).fill(0), 1, 5],
    ['a length without an end', Array<number>(20).fill(0xff), 1, 5],
    ['values of too many bits', [2, 1, 1, 1, 1, 1], 40, 1],
  ])('are none with %s', (_, bytes, width, count) => {
    expect(() => read(bytes, width, count)).toThrow(RangeError);
  });
});
