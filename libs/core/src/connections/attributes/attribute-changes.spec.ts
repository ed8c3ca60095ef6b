import { randomBytes } from 'node:crypto';
import { TenantVault } from '#platform/vault';
import { changeAttributes, NO_ATTRIBUTES } from './attribute-changes.js';

const vault = new TenantVault(1, [{ id: 1, key: randomBytes(32) }]);
const change = (
  changes: Omit<Parameters<typeof changeAttributes>[3], 'namespace'>,
  stored = NO_ATTRIBUTES,
  namespace = 'one',
) => changeAttributes(vault, 7, stored, { namespace, ...changes });

describe('changed attributes', () => {
  it('keep open members as they are, and secret ones sealed', () => {
    const stored = change({ open: { alias: 'a' }, sealed: { key: 'plain-secret' } });
    expect(stored.attributes).toEqual({ one: { alias: 'a' } });
    expect(Object.keys(stored.sealedAttributes['one']!)).toEqual(['key']);
    expect(JSON.stringify(stored)).not.toContain('plain-secret');
    expect(Buffer.from(stored.sealedAttributes['one']!['key']!, 'base64').toString('latin1')).not.toContain(
      'plain-secret',
    );
  });

  it('touch no other namespace', () => {
    const first = change({ open: { a: 1 }, sealed: { key: 'x' } });
    const both = change({ open: { b: 2 }, sealed: { key: 'y' } }, first, 'two');
    expect(both.attributes).toEqual({ one: { a: 1 }, two: { b: 2 } });
    expect(both.sealedAttributes['one']).toEqual(first.sealedAttributes['one']);
  });

  it('are the same object when nothing changes', () => {
    const stored = change({ open: { a: 1, b: 2 }, sealed: { key: 'x' } });
    expect(change({}, stored)).toBe(stored);
    expect(change({ open: { b: 2, a: 1 }, sealed: { key: 'x' } }, stored)).toBe(stored);
  });

  it('replace the open part as a whole, and secrets one by one', () => {
    const stored = change({ open: { a: 1, b: 2 }, sealed: { key: 'x', other: 'y' } });
    const changed = change({ open: { c: 3 }, sealed: { key: null, other: 'z' } }, stored);
    expect(changed.attributes).toEqual({ one: { c: 3 } });
    expect(Object.keys(changed.sealedAttributes['one']!)).toEqual(['other']);
    expect(changed.sealedAttributes['one']!['other']).not.toBe(stored.sealedAttributes['one']!['other']);
  });

  it('leave nothing of a namespace that has become empty', () => {
    const stored = change({ open: { a: 1 }, sealed: { key: 'x' } });
    expect(change({ open: null, sealed: { key: null } }, stored)).toEqual(NO_ATTRIBUTES);
  });

  it('do not open what was sealed for another connection or name', () => {
    const stored = change({ sealed: { key: 'x' } });
    expect(() => changeAttributes(vault, 8, stored, { namespace: 'one', sealed: { key: 'x' } })).toThrow(
      expect.objectContaining({ code: 'secret_unreadable' }),
    );
    const moved = {
      ...stored,
      sealedAttributes: { one: { other: stored.sealedAttributes['one']!['key']! } },
    };
    expect(() => change({ sealed: { other: 'x' } }, moved)).toThrow(
      expect.objectContaining({ code: 'secret_unreadable' }),
    );
  });
});
