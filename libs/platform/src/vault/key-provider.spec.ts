import { createCipheriv } from 'node:crypto';
import { aad } from './aad.js';
import { LocalKeyProvider, type WrappedKey } from './key-provider.js';

const key = (byte: number): Buffer => Buffer.alloc(32, byte);
const ring = (active: string, keys: Record<string, Buffer>): LocalKeyProvider =>
  new LocalKeyProvider({ active, keys: new Map(Object.entries(keys)) });

const DATA_KEY = key(42);
const CONTEXT = [1, 5];
const provider = ring('a', { a: key(1) });

const unreadable = expect.objectContaining({ kind: 'internal', code: 'data_key_unreadable' });
const missing = expect.objectContaining({ kind: 'internal', code: 'encryption_key_missing' });

describe('the local key provider', () => {
  it('wraps a data key and unwraps it in its own context', async () => {
    const wrapped = await provider.wrap(DATA_KEY, CONTEXT);
    expect(wrapped.encryptionKeyId).toBe('a');
    expect(wrapped.wrapped.includes(DATA_KEY)).toBe(false);
    expect(await provider.unwrap(wrapped, CONTEXT)).toEqual(DATA_KEY);
  });

  it.each([[[2, 5]], [[1, 6]], [[1]], [[15]], [[]]])('does not unwrap in the context %j', async (context) => {
    const wrapped = await provider.wrap(DATA_KEY, CONTEXT);
    await expect(provider.unwrap(wrapped, context)).rejects.toEqual(unreadable);
  });

  it('does not unwrap with any bit changed or any byte missing', async () => {
    const { encryptionKeyId, wrapped } = await provider.wrap(DATA_KEY, CONTEXT);
    const changed: Buffer[] = [];
    for (let at = 0; at < wrapped.length; at += 1) {
      const flipped = Buffer.from(wrapped);
      flipped[at]! ^= 1 << (at % 8);
      changed.push(flipped, wrapped.subarray(0, at), wrapped.subarray(at + 1));
    }
    for (const candidate of changed) {
      await expect(provider.unwrap({ encryptionKeyId, wrapped: candidate }, CONTEXT)).rejects.toEqual(
        unreadable,
      );
    }
  });

  it('takes neither a short tag nor a key of another length', async () => {
    const seal = (plain: Buffer, authTagLength: number): WrappedKey => {
      const iv = key(9).subarray(0, 12);
      const cipher = createCipheriv('aes-256-gcm', key(1), iv, { authTagLength });
      cipher.setAAD(aad(['data_key', 'a', ...CONTEXT]));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { encryptionKeyId: 'a', wrapped: Buffer.concat([iv, body, cipher.getAuthTag()]) };
    };
    expect(await provider.unwrap(seal(DATA_KEY, 16), CONTEXT)).toEqual(DATA_KEY);
    await expect(provider.unwrap(seal(DATA_KEY, 8), CONTEXT)).rejects.toEqual(unreadable);
    await expect(provider.unwrap(seal(DATA_KEY.subarray(0, 16), 16), CONTEXT)).rejects.toEqual(unreadable);
    await expect(provider.unwrap(seal(Buffer.alloc(0), 16), CONTEXT)).rejects.toEqual(unreadable);
  });

  it('goes on reading what an older key of the ring wrapped, and wraps with the active one', async () => {
    const wrapped = await provider.wrap(DATA_KEY, CONTEXT);
    const rotated = ring('b', { a: key(1), b: key(2) });
    expect(await rotated.unwrap(wrapped, CONTEXT)).toEqual(DATA_KEY);
    expect((await rotated.wrap(DATA_KEY, CONTEXT)).encryptionKeyId).toBe('b');
    expect(rotated.keyIds).toEqual(['a', 'b']);
  });

  it('needs the very key: not another one of that id, not that one under another id', async () => {
    const wrapped = await provider.wrap(DATA_KEY, CONTEXT);
    await expect(ring('a', { a: key(2) }).unwrap(wrapped, CONTEXT)).rejects.toEqual(unreadable);
    await expect(ring('b', { b: key(1) }).unwrap(wrapped, CONTEXT)).rejects.toEqual(missing);
    const renamed = { ...wrapped, encryptionKeyId: 'b' };
    await expect(ring('b', { b: key(1) }).unwrap(renamed, CONTEXT)).rejects.toEqual(unreadable);
  });

  it('has a check value for each key, which is neither the key nor another key’s', async () => {
    const both = ring('a', { a: key(1), b: key(1), c: key(2) });
    const values = await Promise.all(['a', 'b', 'c'].map((id) => both.checkValue(id)));
    expect(values[0]).toEqual(await provider.checkValue('a'));
    expect(new Set(values.map((value) => value.toString('hex'))).size).toBe(3);
    expect(values.some((value) => value.equals(key(1)))).toBe(false);
    await expect(both.checkValue('d')).rejects.toEqual(missing);
  });
});
