import fc from 'fast-check';
import { exceedsShape } from './json-shape.js';

const LIMITS = { depth: 20, keys: 500 };
const verdict = (text: string) => exceedsShape(text, LIMITS)?.code ?? 'fits';
const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);
const withKeys = (count: number) =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":0`).join(',')}}`;

/** The slow and certain way: what the parser builds. */
function measured(value: unknown): { depth: number; keys: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, keys: 0 };
  const inner = Object.values(value).map(measured);
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    keys: inner.reduce((sum, { keys }) => sum + keys, Array.isArray(value) ? 0 : Object.keys(value).length),
  };
}

describe('the shape of a JSON text', () => {
  it('may be as deep as the limit, and no deeper', () => {
    expect(verdict(nested(20))).toBe('fits');
    expect(verdict(nested(21))).toBe('json_too_deep');
    expect(verdict(nested(20, '{"a":', '}').replace(':}', ':1}'))).toBe('fits');
    expect(verdict(nested(21, '{"a":', '}').replace(':}', ':1}'))).toBe('json_too_deep');
  });

  it('may have as many keys as the limit, in all objects together', () => {
    expect(verdict(withKeys(500))).toBe('fits');
    expect(verdict(withKeys(501))).toBe('json_too_wide');
    expect(verdict(`[${withKeys(250)},${withKeys(250)}]`)).toBe('fits');
    expect(verdict(`[${withKeys(250)},${withKeys(251)}]`)).toBe('json_too_wide');
  });

  it('does not take what stands in texts for structure', () => {
    expect(verdict(JSON.stringify([nested(100), ':'.repeat(1000), '"'.repeat(50), '\\']))).toBe('fits');
    expect(verdict(`{"${'{'.repeat(50)}":"\\"${'['.repeat(50)}"}`)).toBe('fits');
  });

  it('counts siblings as wide, not as deep', () => {
    expect(verdict(`[${'[],'.repeat(5000)}[]]`)).toBe('fits');
  });

  it('ends, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":\\,a'), maxLength: 2000 }), (text) => {
        expect(['fits', 'json_too_deep', 'json_too_wide']).toContain(verdict(text));
      }),
    );
  });

  it('says of every document what the parser would find', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ depthSize: 'large' }),
        fc.nat(6),
        fc.nat(20),
        fc.constantFrom(0, 2),
        (value, depth, keys, indent) => {
          const text = JSON.stringify(value, null, indent);
          const real = measured(value);
          const fits = real.depth <= depth && real.keys <= keys;
          expect(exceedsShape(text, { depth, keys }) === null).toBe(fits);
        },
      ),
      { numRuns: 500 },
    );
  });
});
