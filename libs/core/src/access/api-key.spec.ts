import { createApiKey, parseApiKey, sameHash } from './api-key.js';

describe('an API key', () => {
  it('names its tenant and account, and is known by its hash alone', () => {
    const { key, hash } = createApiKey(12, 34);
    expect(key).toMatch(/^pb_12-34_[A-Za-z0-9_-]{43}$/);
    expect(parseApiKey(key)).toEqual({ tenantId: 12, accountId: 34, hash });
    expect(hash).toHaveLength(32);
    expect(hash.toString('hex')).not.toContain(Buffer.from(key).toString('hex'));
  });

  it('is another one each time', () => {
    const keys = Array.from({ length: 100 }, () => createApiKey(1, 1).key);
    expect(new Set(keys).size).toBe(100);
  });

  it('does not read as one of another tenant or account with the same hash', () => {
    const { key, hash } = createApiKey(12, 34);
    const moved = parseApiKey(key.replace('pb_12-34_', 'pb_13-34_'));
    expect(moved).toEqual({ tenantId: 13, accountId: 34, hash });
  });

  const secret = 'A'.repeat(43);
  it.each([
    ['nothing', ''],
    ['no prefix', `12-34_${secret}`],
    ['another case', `PB_12-34_${secret}`],
    ['a short secret', `pb_12-34_${secret.slice(1)}`],
    ['a long secret', `pb_12-34_${secret}A`],
    ['foreign characters', `pb_12-34_${'='.repeat(43)}`],
    ['an id of 0', `pb_0-34_${secret}`],
    ['an id with a leading zero', `pb_012-34_${secret}`],
    ['a negative id', `pb_-12-34_${secret}`],
    ['an id beyond safe numbers', `pb_9999999999999999-34_${secret}`],
    ['a line end behind it', `pb_12-34_${secret}\n`],
    ['something before it', ` pb_12-34_${secret}`],
  ])('is not read from %s', (_what, text) => {
    expect(parseApiKey(text)).toBeNull();
  });
});

describe('comparing hashes', () => {
  const { hash } = createApiKey(1, 1);
  it('tells them apart without throwing, whatever their length', () => {
    expect(sameHash(Buffer.from(hash), hash)).toBe(true);
    expect(sameHash(createApiKey(1, 1).hash, hash)).toBe(false);
    expect(sameHash(hash.subarray(0, 31), hash)).toBe(false);
    expect(sameHash(Buffer.alloc(0), hash)).toBe(false);
    expect(sameHash(null, hash)).toBe(false);
  });
});
