import fc from 'fast-check';
import { SecretRegistry } from './index.js';

describe('the registry of secrets', () => {
  it('replaces every occurrence and nothing else', () => {
    const registry = new SecretRegistry();
    registry.remember('hunter22');
    expect(registry.redact('hunter22, hunter2, xhunter22hunter22')).toBe(
      '[redacted], hunter2, x[redacted][redacted]',
    );
  });

  it('takes the longest of the secrets that begin at a place', () => {
    const registry = new SecretRegistry();
    for (const secret of ['abcdef', 'abcdefghij', 'abcdefgh']) registry.remember(secret);
    expect(registry.redact('abcdefghij abcdefgX')).toBe('[redacted] [redacted]gX');
  });

  it('does not remember what is too short, and looks past blanks around a secret', () => {
    const registry = new SecretRegistry();
    for (const secret of ['', '12345', '        ', ' 1234 \n']) registry.remember(secret);
    expect(registry.redact('12345          1234 \n')).toBe('12345          1234 \n');
    registry.remember('  long enough\n');
    expect(registry.appearsIn('is long enough.')).toBe(true);
  });

  it('forgets the secret unused for the longest time, and only that one', () => {
    const registry = new SecretRegistry();
    const secretOf = (n: number): string => `secret-${String(n).padStart(5, '0')}`;
    for (let n = 0; n < 2000; n += 1) registry.remember(secretOf(n));
    registry.remember(secretOf(0));
    registry.remember(secretOf(2000));
    expect(registry.appearsIn(secretOf(1))).toBe(false);
    for (const n of [0, 2, 1999, 2000]) expect(registry.appearsIn(secretOf(n))).toBe(true);
  });

  it('stays bounded in characters as well', () => {
    const registry = new SecretRegistry();
    registry.remember('x'.repeat(5_000_000));
    expect(registry.appearsIn('x'.repeat(5_000_000))).toBe(false);
    registry.remember('first-secret');
    for (const letter of 'abcdef') registry.remember(letter.repeat(900_000));
    expect(registry.appearsIn('first-secret')).toBe(false);
    expect(registry.redact('f'.repeat(900_000))).toBe('[redacted]');
  });

  it('finds what a search one by one would find', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', '"'), maxLength: 60 });
    const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '"'), minLength: 6, maxLength: 8 });
    fc.assert(
      fc.property(text, fc.array(secret, { maxLength: 5 }), (haystack, needles) => {
        const registry = new SecretRegistry();
        needles.forEach((needle) => registry.remember(needle));
        const expected = needles.some((needle) => haystack.includes(needle));
        if (expected) expect(registry.appearsIn(haystack)).toBe(true);
        const rest = registry.redact(haystack);
        expect(needles.some((needle) => rest.includes(needle))).toBe(false);
        if (!registry.appearsIn(haystack)) expect(rest).toBe(haystack);
      }),
    );
  });
});
