import fc from 'fast-check';
import { aad } from './aad.js';

/** Reads the parts back: what can be read back cannot stand for anything else. */
function partsOf(bytes: Buffer): string[] {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    parts.push(bytes.subarray(at + 4, at + 4 + length).toString('utf8'));
    at += 4 + length;
  }
  return parts;
}

describe('additional authenticated data', () => {
  it('gives no two lists of parts the same bytes', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(fc.property(fc.array(text), (parts) => expect(partsOf(aad(parts))).toEqual(parts)));
  });

  it.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [['a', ''], ['a']],
    [['', 'a'], ['a']],
    [[1, 23], [123]],
    [['a', 'b'], ['a\0b']],
    [['é'], ['e\u0301']],
  ])('tells %j from %j', (left, right) => {
    expect(aad(left).equals(aad(right))).toBe(false);
  });

  it('counts bytes, not characters', () => {
    expect(aad(['ü', 7])).toEqual(Buffer.from('00000002c3bc0000000137', 'hex'));
  });
});
