import { DomainError } from '#platform/errors';
import { parseIfMatch, requireVersion } from './precondition.js';

describe('If-Match', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['  ', null],
    ['*', '*'],
    [' * ', '*'],
    ['"7"', [7]],
    ['W/"7"', [7]],
    ['"7.31"', [7]],
    ['"7."', []],
    ['"1", "2" ,W/"3"', [1, 2, 3]],
    ['7', []],
    ['"x"', []],
    ['"-1"', []],
    ['"1', []],
    ['""', []],
    ['"12345678901"', []],
    ['"x", "2"', [2]],
    ['*, "2"', [2]],
    [',,', []],
  ])('%j is read as %j', (header, expected) => {
    expect(parseIfMatch(header)).toEqual(expected);
  });
});

describe('a required version', () => {
  const met = (header: string | undefined, version: number): boolean => {
    try {
      requireVersion(parseIfMatch(header), version);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect(error).toMatchObject({
        kind: 'precondition_failed',
        code: 'version_mismatch',
        details: { version },
      });
      return false;
    }
  };

  it.each([
    [undefined, 3, true],
    ['*', 3, true],
    ['"3"', 3, true],
    ['"1","3"', 3, true],
    ['"2"', 3, false],
    ['"33"', 3, false],
    ['garbage', 3, false],
  ])('%j against version %i: %j', (header, version, expected) => {
    expect(met(header, version)).toBe(expected);
  });
});
