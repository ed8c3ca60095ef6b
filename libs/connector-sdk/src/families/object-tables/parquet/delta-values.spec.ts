import { deltaNumbers, deltaTexts, prefixedTexts } from './delta-values.js';

/** Blocks of 8 in one piece. */
const head = (...rest: number[]) => Uint8Array.from([8, 1, ...rest]);

describe('values that are written as differences', () => {
  it('are numbers', () => {
    // The first is 7; the least difference is -2, above which three bits say what comes.
    const bytes = head(5, 14, 3, 3, 0b10_001_000, 0b0000_001_1, 0);
    expect(deltaNumbers(bytes, 5, 64)).toEqual({ values: [7n, 5n, 4n, 8n, 7n], length: 9 });
    expect(deltaNumbers(head(0, 0), 0, 32)).toEqual({ values: [], length: 4 });
    expect(deltaNumbers(head(2, 0xfe, 0xff, 0xff, 0xff, 0x0f, 2, 0), 2, 32).values).toEqual([
      2_147_483_647n,
      -2_147_483_648n,
    ]);
  });

  const lengths = [2, 4, 0, 0];
  it('are texts', () => {
    const texts = deltaTexts(Uint8Array.from([...head(...lengths), 65, 66, 67, 68]), 2);
    expect(texts.map((text) => Buffer.from(text).toString())).toEqual(['AB', 'CD']);
  });

  it('are texts that begin like others', () => {
    const prefixes = [...head(2, 0, 2, 0)];
    const suffixes = [...head(2, 4, 1, 0), 65, 66, 67];
    const texts = prefixedTexts(Uint8Array.from([...prefixes, ...suffixes]), 2);
    expect(texts.map((text) => Buffer.from(text).toString())).toEqual(['AB', 'AC']);
  });

  it.each<[string, () => unknown]>([
    ['bytes that end before', () => deltaNumbers(head(5, 14, 3, 3, 1), 5, 64)],
    ['pieces of nothing', () => deltaNumbers(Uint8Array.from([8, 0, 2, 0, 0, 0]), 2, 64)],
    [
      'thousands of millions of pieces',
      () => deltaNumbers(Uint8Array.from([8, 255, 255, 255, 127, 2, 0]), 2, 64),
    ],
    ['a wide number', () => deltaNumbers(head(2, 0, 0, 65, ...Array<number>(100).fill(0)), 2, 64)],
    ['a number without an end', () => deltaNumbers(Uint8Array.from(Array<number>(20).fill(255)), 2, 64)],
    ['a text that goes beyond the page', () => deltaTexts(Uint8Array.from([...head(...lengths), 65]), 2)],
    ['a text of less than nothing', () => deltaTexts(Uint8Array.from([...head(1, 5), 65]), 1)],
    [
      'a beginning that is not there',
      () => prefixedTexts(Uint8Array.from([...head(1, 2), ...head(1, 2), 65]), 1),
    ],
  ])('are none with %s', (_, read) => {
    expect(read).toThrow(RangeError);
  });

  it('are no more than a page holds', () => {
    // Each of the texts begins with all of the one before, which is a MiB.
    const long = Array<number>(2 ** 20).fill(65);
    const longest = [0x80, 0x80, 0x80, 0x01];
    const prefixes = [...head(9, 0, ...longest, 0, 1, 0)];
    const suffixes = [8, 1, 9, ...longest, 0xff, 0xff, 0x7f, 0];
    expect(() => prefixedTexts(Uint8Array.from([...prefixes, ...suffixes, ...long]), 9)).toThrow(RangeError);
  });
});
