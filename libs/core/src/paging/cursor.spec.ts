import fc from 'fast-check';
import { DomainError } from '#platform/errors';
import { TenantVault } from '#platform/vault';
import { readCursor, writeCursor } from './cursor.js';

const vault = new TenantVault(1, [{ id: 1, key: Buffer.alloc(32, 1) }]);
const LIST = JSON.stringify(['things', 0, null]);

/** The code of the refusal, or what was read. */
function read(cursor: string, list = LIST, by = vault): unknown {
  try {
    return readCursor<object>(by, list, cursor);
  } catch (error) {
    return (error as DomainError).code;
  }
}

describe('a cursor', () => {
  it('gives back the position that it was made of', () => {
    const position = { key: 'Straße\n"中"', id: 7 };
    expect(read(writeCursor(vault, LIST, position))).toEqual(position);
  });

  it('stands in a URL as it is', () => {
    expect(writeCursor(vault, LIST, { key: '???>>>', id: 1 })).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('opens no other list, and not under another tenant’s key or another key of the same tenant', () => {
    const cursor = writeCursor(vault, LIST, { id: 1 });
    const rekeyed = new TenantVault(1, [{ id: 1, key: Buffer.alloc(32, 2) }]);
    expect(read(cursor, JSON.stringify(['things', 1, null]))).toBe('cursor_invalid');
    expect(read(cursor, LIST, rekeyed)).toBe('cursor_invalid');
  });

  it('still opens after a key was added to the tenant', () => {
    const grown = new TenantVault(1, [
      { id: 1, key: Buffer.alloc(32, 1) },
      { id: 2, key: Buffer.alloc(32, 2) },
    ]);
    expect(read(writeCursor(vault, LIST, { id: 1 }), LIST, grown)).toEqual({ id: 1 });
  });

  it.each([
    ['nothing', ''],
    ['no base64url', '%%%'],
    ['its signature alone', writeCursor(vault, LIST, { id: 1 }).slice(0, 22)],
    ['a position without a signature', Buffer.from('{"id":1}').toString('base64url')],
    ['something behind it', `${writeCursor(vault, LIST, { id: 1 })}.`],
    ['something that is too long', 'A'.repeat(3000)],
  ])('is refused when it is %s', (_, cursor) => {
    expect(read(cursor)).toBe('cursor_invalid');
  });

  it('is refused after any change of a character', () => {
    const cursor = writeCursor(vault, LIST, { key: 'name', id: 12 });
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.'];
    const change = fc.tuple(fc.nat({ max: cursor.length - 1 }), fc.constantFrom(...alphabet));
    fc.assert(
      fc.property(change, ([at, character]) => {
        const changed = cursor.slice(0, at) + character + cursor.slice(at + 1);
        return changed === cursor || read(changed) === 'cursor_invalid';
      }),
    );
  });

  it('does not run the position and the list into each other', () => {
    const cursor = writeCursor(vault, 'a\n{"id":1}', { id: 2 });
    expect(read(cursor, 'a')).toBe('cursor_invalid');
  });
});
