import { chunksOf } from './chunks-of.js';

async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function parts(source: AsyncIterable<Buffer>, size: number): Promise<string[]> {
  const found: string[] = [];
  for await (const part of chunksOf(source, size)) found.push(part.toString());
  return found;
}

describe('chunksOf', () => {
  it.each([
    [[], []],
    [[''], []],
    [['ab'], ['ab']],
    [['abc'], ['abc']],
    [
      ['a', '', 'bc', 'd'],
      ['abc', 'd'],
    ],
    [['abcdefg'], ['abc', 'def', 'g']],
    [
      ['ab', 'cdef'],
      ['abc', 'def'],
    ],
  ])('cuts %j into %j', async (given, expected) => {
    expect(await parts(pieces(...given), 3)).toEqual(expected);
  });
});
