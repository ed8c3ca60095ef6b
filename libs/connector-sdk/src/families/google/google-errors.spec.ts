import { googleError, googleFailure } from './google-errors.js';

const codeOf = (error: unknown) => googleError(error)?.code;
/** As the libraries of APIs throw it, and as the one for tokens does. */
const apiError = (code: number, reason?: string) => ({
  code,
  message: 'no',
  errors: reason ? [{ reason }] : [],
});
const tokenError = (status: number, error: string) => ({
  code: '400',
  response: { status, data: { error } },
});

describe('errors of Google', () => {
  it.each([
    ['accessDenied', 403, 'permission_denied'],
    ['accessNotConfigured', 403, 'permission_denied'],
    ['authError', 401, 'auth_failed'],
    ['rateLimitExceeded', 403, 'rate_limited'],
    ['quotaExceeded', 403, 'rate_limited'],
    ['backendError', 503, 'server_unavailable'],
    ['internalError', 500, 'server_error'],
  ])('knows the reason %s', (reason, status, code) => {
    expect(codeOf(apiError(status, reason))).toBe(code);
  });

  it.each(['invalid_grant', 'invalid_client', 'unauthorized_client'])(
    'knows that %s is about the key',
    (error) => {
      expect(codeOf(tokenError(400, error))).toBe('auth_failed');
    },
  );

  it.each([
    [401, 'auth_failed'],
    [403, 'permission_denied'],
    [429, 'rate_limited'],
    [500, 'server_error'],
    [503, 'server_unavailable'],
    [418, 'protocol_error'],
  ])('goes by status %i where no reason is known', (status, code) => {
    expect(codeOf(apiError(status))).toBe(code);
    expect(codeOf(apiError(status, 'newReason'))).toBe(code);
  });

  it.each(['Cannot parse JSON response', 'Could not refresh access token.', 'Unexpected token < in JSON'])(
    'knows an answer that is none of Google’s: %s',
    (message) => {
      expect(codeOf(new Error(message))).toBe('protocol_error');
    },
  );

  it('leaves errors of the network to those who know them', () => {
    expect(codeOf(Object.assign(new Error('no'), { code: 'ECONNRESET' }))).toBeUndefined();
    expect(googleFailure(new Error('no'))).toBeUndefined();
  });
});
