import { azureError } from './azure-errors.js';

const answered = (statusCode: number, code?: string, message = 'No.'): object =>
  Object.assign(new Error(message), { statusCode, code });

describe('azureError', () => {
  it.each([
    [403, 'AuthenticationFailed', 'auth_failed', 'authenticate'],
    [403, 'AuthorizationPermissionMismatch', 'permission_denied', 'database'],
    [403, 'AuthorizationFailure', 'permission_denied', 'database'],
    [403, 'KeyBasedAuthenticationNotPermitted', 'auth_method_not_supported', 'authenticate'],
    [404, 'ContainerNotFound', 'bucket_not_found', 'database'],
    [404, 'FilesystemNotFound', 'bucket_not_found', 'database'],
    [503, 'ServerBusy', 'rate_limited', undefined],
    [307, undefined, 'redirect_outside_target', undefined],
    [404, undefined, 'protocol_error', undefined],
    [500, 'constructor', 'server_error', undefined],
  ])('knows %i %s', (status, name, code, step) => {
    expect(azureError(answered(status, name))).toMatchObject({ code, step });
  });

  it('tells a signature that is over from a forged one', () => {
    const text = 'AuthenticationErrorDetail: Signature not valid in the specified time frame';
    expect(azureError(answered(403, 'AuthenticationFailed', text))?.code).toBe('auth_expired');
  });

  it('reads the code of an answer without a body', () => {
    const error = Object.assign(new Error('No.'), {
      statusCode: 404,
      details: { errorCode: 'ContainerNotFound' },
    });
    expect(azureError(error)?.code).toBe('bucket_not_found');
  });

  it('leaves what Node knows to others', () => {
    expect(azureError(Object.assign(new Error('No.'), { code: 'ECONNRESET' }))).toBeUndefined();
    expect(azureError(Object.assign(new TypeError('No.'), { code: 'ERR_INVALID_CHAR' }))).toBeUndefined();
  });
});
