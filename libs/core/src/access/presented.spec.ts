import { createApiKey } from './api-key.js';
import { credentialText, readPresented, sha256 } from './presented.js';

describe('the credential of a request', () => {
  it.each([
    [{ authorization: 'Bearer abc' }],
    [{ authorization: 'bearer  abc ' }],
    [{ authorization: 'ApiKey abc' }],
    [{ authorization: 'APIKEY\tabc' }],
    [{ 'x-api-key': 'abc' }],
    [{ 'x-api-key': ' abc ' }],
    [{ 'x-tlm-key': 'abc' }],
    [{ 'x-api-key': 'abc', 'x-tlm-key': 'other' }],
    [{ authorization: 'Bearer abc', 'x-api-key': 'other' }],
  ])('is read from %j', (headers) => {
    expect(credentialText(headers)).toBe('abc');
  });

  it.each([
    [{}],
    [{ authorization: 'Bearer' }],
    [{ authorization: 'Bearer ' }],
    [{ authorization: 'Bearer a b' }],
    [{ authorization: 'Basic abc' }],
    [{ authorization: 'abc' }],
    [{ 'x-api-key': '' }],
    [{ 'x-api-key': '   ' }],
    [{ 'x-api-key': ['abc', 'def'] }],
    [{ authorization: `Bearer ${'a'.repeat(8_193)}` }],
  ])('is none in %j', (headers) => {
    expect(credentialText(headers)).toBeNull();
  });

  it('is not looked for elsewhere when Authorization holds another scheme', () => {
    expect(credentialText({ authorization: 'Basic abc', 'x-api-key': 'def' })).toBeNull();
  });
});

describe('what a caller shows', () => {
  const platform = 'platform-key-0123456789-0123456789';
  const hash = sha256(platform);

  it('is the platform’s key only when it is exactly that', () => {
    expect(readPresented(platform, hash)).toEqual({ kind: 'platform' });
    expect(readPresented(`${platform}x`, hash).kind).toBe('token');
    expect(readPresented(platform.slice(1), hash).kind).toBe('token');
    expect(readPresented('', hash).kind).toBe('token');
  });

  it('may be a platform’s key in the form of an API key', () => {
    const { key } = createApiKey(1, 2);
    expect(readPresented(key, sha256(key))).toEqual({ kind: 'platform' });
  });

  it('is an API key by its form, and a token otherwise', () => {
    const { key } = createApiKey(7, 8);
    expect(readPresented(key, hash)).toMatchObject({ kind: 'api_key', key: { tenantId: 7, accountId: 8 } });
    expect(readPresented('a.b.c', hash)).toEqual({ kind: 'token', token: 'a.b.c' });
    expect(readPresented('pb_1-2_short', hash).kind).toBe('token');
  });
});
