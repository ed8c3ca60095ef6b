import { hanaError } from './hana-errors.js';

const of = (code: unknown): Error => Object.assign(new Error('text'), { code });

describe('hanaError', () => {
  it.each([
    [10, 'auth_failed'],
    [258, 'permission_denied'],
    [414, 'auth_expired'],
    [416, 'account_locked'],
    [99_999, 'server_error'],
    ['EHDBNOAUTHMETH', 'auth_method_not_supported'],
    ['EHDBTIMEOUT', 'timeout'],
    ['EHDBCLOSE', 'connection_closed'],
  ])('takes %s for %s', (code, expected) => {
    expect(hanaError(of(code))?.code).toBe(expected);
  });

  it.each(['ECONNRESET', undefined, 'constructor'])('leaves %s alone', (code) => {
    expect(hanaError(of(code))).toBeUndefined();
  });
});
