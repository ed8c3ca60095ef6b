import { mock } from 'node:test';
import { generateKeyPairSync } from 'node:crypto';
import { JwksKeys } from './jwks-keys.js';

const rsa = (bits = 2048) => generateKeyPairSync('rsa', { modulusLength: bits }).publicKey;
const ec = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve }).publicKey;
const jwk = (kid: string | undefined, key = ec(), more: object = {}) => ({
  ...key.export({ format: 'jwk' }),
  ...(kid === undefined ? {} : { kid }),
  ...more,
});
const MINUTE = 60_000;

describe('the keys of an issuer', () => {
  let now = 1_000_000;
  let published: object[] = [];
  let fetched = 0;
  let broken: Error | null = null;
  const keys = () =>
    new JwksKeys(async () => {
      fetched += 1;
      if (broken) throw broken;
      return JSON.stringify({ keys: published });
    });
  beforeEach(() => {
    [published, fetched, broken] = [[], 0, null];
    mock.method(Date, 'now', () => now);
  });
  afterEach(() => mock.restoreAll());

  it('are asked for once, however many wait for them', async () => {
    published = [jwk('a'), jwk('b', rsa())];
    const set = keys();
    const found = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        set.keyFor(index % 2 ? 'a' : 'b', index % 2 ? 'ES256' : 'RS256'),
      ),
    );
    expect(found.every((key) => key !== null)).toBe(true);
    expect(fetched).toBe(1);
  });

  it('are asked for again when one is not known, at most once a minute', async () => {
    published = [jwk('a')];
    const set = keys();
    expect(await set.keyFor('a', 'ES256')).not.toBeNull();
    published = [jwk('b')];
    expect(await set.keyFor('b', 'ES256')).not.toBeNull();
    expect(await set.keyFor('a', 'ES256')).toBeNull();
    for (let index = 0; index < 10; index += 1)
      expect(await set.keyFor(`made-up-${index}`, 'ES256')).toBeNull();
    expect(fetched).toBe(2);
    now += MINUTE;
    published = [jwk('c')];
    expect(await set.keyFor('c', 'ES256')).not.toBeNull();
    expect(fetched).toBe(3);
  });

  it('are read anew after ten minutes, so that a withdrawn one ends', async () => {
    published = [jwk('a')];
    const set = keys();
    expect(await set.keyFor('a', 'ES256')).not.toBeNull();
    published = [jwk('b')];
    now += 10 * MINUTE - 1;
    expect(await set.keyFor('a', 'ES256')).not.toBeNull();
    now += 1;
    expect(await set.keyFor('a', 'ES256')).toBeNull();
  });

  it('are believed for an hour while the issuer cannot be asked', async () => {
    published = [jwk('a')];
    const set = keys();
    await set.keyFor('a', 'ES256');
    broken = new Error('down');
    now += 59 * MINUTE;
    expect(await set.keyFor('a', 'ES256')).not.toBeNull();
    now += MINUTE;
    await expect(set.keyFor('a', 'ES256')).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'issuer_unavailable',
      cause: broken,
    });
  });

  it('are asked for again ten seconds after a failure, and not before', async () => {
    broken = new Error('down');
    published = [jwk('a')];
    const set = keys();
    await expect(set.keyFor('a', 'ES256')).rejects.toThrow('cannot be read now');
    await expect(set.keyFor('a', 'ES256')).rejects.toThrow('cannot be read now');
    expect(fetched).toBe(1);
    broken = null;
    now += 10_000;
    expect(await set.keyFor('a', 'ES256')).not.toBeNull();
    expect(fetched).toBe(2);
  });

  it('are each for the one algorithm that they are made for', async () => {
    published = [
      jwk('rsa', rsa()),
      jwk('ec'),
      jwk('weak', rsa(1024)),
      jwk('curve', ec('P-384')),
      jwk('other', rsa(), { alg: 'RS512' }),
      jwk('encryption', rsa(), { use: 'enc' }),
      { kty: 'oct', kid: 'shared', k: Buffer.from('secret').toString('base64url') },
    ];
    const set = keys();
    const usable: string[] = [];
    for (const kid of ['rsa', 'ec', 'weak', 'curve', 'other', 'encryption', 'shared'])
      for (const algorithm of ['RS256', 'ES256', 'HS256', 'RS512', 'ES384', 'none'])
        if (await set.keyFor(kid, algorithm)) usable.push(`${kid} ${algorithm}`);
    expect(usable).toEqual(['rsa RS256', 'ec ES256']);
  });

  it('need no id where there is one alone for the algorithm', async () => {
    published = [jwk(undefined), jwk('b', rsa()), jwk('c', rsa())];
    const set = keys();
    expect(await set.keyFor(undefined, 'ES256')).not.toBeNull();
    expect(await set.keyFor(undefined, 'RS256')).toBeNull();
  });
});
