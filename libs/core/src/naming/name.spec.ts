import fc from 'fast-check';
import { checkName, checkProjectName, nameKey, trimmedName } from './name.js';

describe('the form under which names are unique', () => {
  it.each([
    ['Sales', 'SALES'],
    ['Sales', '\t sales\n\u00a0'],
    ['Caf\u00e9', 'CAFE\u0301'],
    ['\u212b', 'a\u030a'],
    ['Stra\u00dfe', 'STRASSE'],
    ['Stra\u00dfe', 'STRA\u1e9eE'],
    ['\u039f\u0394\u039f\u03a3', '\u03bf\u03b4\u03bf\u03c2'],
    ['\u03bf\u03b4\u03bf\u03c3', '\u03bf\u03b4\u03bf\u03c2'],
    ['\ufb03', 'FFI'],
    ['\u1f80', '\u1f00\u0345'],
    ['\u212a', 'k'],
  ])('is the same for %j and %j', (first, second) => {
    expect(nameKey(first)).toBe(nameKey(second));
  });

  it.each([
    ['a', 'b'],
    ['a b', 'ab'],
    ['cafe', 'caf\u00e9'],
    ['\uff21', 'A'],
    ['a\u200bb', 'ab'],
  ])('differs for %j and %j', (first, second) => {
    expect(nameKey(first)).not.toBe(nameKey(second));
  });

  it('is its own key, and normalised', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const key = nameKey(name);
        expect(nameKey(key)).toBe(key);
        expect(key.normalize('NFC')).toBe(key);
        expect(nameKey(name.normalize('NFD'))).toBe(key);
      }),
    );
  });
});

describe('a name', () => {
  it('loses its outer white space and keeps its own spelling', () => {
    expect(trimmedName(' \u2003Mein  Caf\u0065\u0301\t')).toBe('Mein  Caf\u0065\u0301');
  });

  it.each([
    ['x', []],
    ['  x  ', []],
    ['a b "c" <d> \u{1f600}', []],
    ['x'.repeat(255), []],
    [`  ${'\u{1f600}'.repeat(255)}  `, []],
    [undefined, ['required']],
    [null, ['required']],
    [7, ['string']],
    [['x'], ['string']],
    ['', ['length']],
    [' \n\u00a0 ', ['length']],
    ['x'.repeat(256), ['length']],
    ['a\u0000', ['characters']],
    ['a\tb', ['characters']],
    ['a\u007fb', ['characters']],
    ['a\u0085b', ['characters']],
    ['a\ud800b', ['characters']],
  ])('%j breaks %j', (value, rules) => {
    const errors = checkName('name', value);
    expect(errors.map((error) => error.rule)).toEqual(rules);
    for (const error of errors) expect(error.path).toBe('name');
  });

  it('is not repeated in the message', () => {
    expect(checkName('name', `secret\u0000${'x'.repeat(20)}`)[0]?.message).not.toContain('secret');
  });
});

describe('a project’s name', () => {
  it.each([
    ['Sales_2-a', []],
    ['a b', ['pattern']],
    ['a/b', ['pattern']],
    ['é', ['pattern']],
    ['', ['length']],
    [undefined, ['required']],
    ['x'.repeat(256), ['length']],
  ])('%j breaks %j', (value, rules) => {
    expect(checkProjectName('name', value).map((error) => error.rule)).toEqual(rules);
  });
});
