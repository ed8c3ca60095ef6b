import { awsError } from './aws-errors.js';

const answered = (name: string, httpStatusCode = 400): object =>
  Object.assign(new Error('No.'), { name, $metadata: { httpStatusCode } });

describe('awsError', () => {
  it.each([
    ['InvalidAccessKeyId', 'auth_failed', 'authenticate'],
    ['UnrecognizedClientException', 'auth_failed', 'authenticate'],
    ['ExpiredTokenException', 'auth_expired', 'authenticate'],
    ['RequestTimeTooSkewed', 'auth_failed', 'authenticate'],
    ['AccessDenied', 'permission_denied', 'database'],
    ['NoSuchBucket', 'bucket_not_found', 'database'],
    ['PermanentRedirect', 'wrong_region', 'database'],
    ['AuthorizationHeaderMalformed', 'wrong_region', 'database'],
    ['ThrottlingException', 'rate_limited', undefined],
    ['InternalServerException', 'server_error', undefined],
  ])('knows %s', (name, code, step) => {
    expect(awsError(answered(name))).toMatchObject({ code, step });
  });

  it.each([
    [403, 'permission_denied'],
    [307, 'redirect_outside_target'],
    [404, 'protocol_error'],
    [503, 'server_unavailable'],
  ])('goes by status %i where the name says nothing', (status, code) => {
    expect(awsError(answered('UnknownError', status))?.code).toBe(code);
  });

  it('takes an answer that cannot be read for another protocol', () => {
    expect(awsError(answered('SyntaxError', 200))?.code).toBe('protocol_error');
  });

  it('leaves what it does not know to others, and is not misled by names of Object', () => {
    expect(awsError(new Error('socket hang up'))).toBeUndefined();
    expect(awsError(answered('constructor'))).toBeUndefined();
  });
});
