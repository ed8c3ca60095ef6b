import type { CheckCode } from '../../probe/codes.js';
import { BY_HTTP_STATUS } from '../../probe/http-statuses.js';
import { type ErrorClassifier, ProbeError } from '../../probe/probe-error.js';

/**
 * Names of errors, common ones (https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html) and
 * those of S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), without `Exception` at the end.
 */
const BY_NAME: Readonly<Record<string, CheckCode>> = {
  InvalidAccessKeyId: 'auth_failed',
  InvalidClientTokenId: 'auth_failed',
  InvalidSignature: 'auth_failed',
  SignatureDoesNotMatch: 'auth_failed',
  UnrecognizedClient: 'auth_failed',
  IncompleteSignature: 'credential_invalid',
  InvalidToken: 'credential_invalid',
  MissingAuthenticationToken: 'credential_invalid',
  ExpiredToken: 'auth_expired',
  TokenRefreshRequired: 'auth_expired',
  AccountProblem: 'account_locked',
  AccessDenied: 'permission_denied',
  AllAccessDisabled: 'permission_denied',
  NotSignedUp: 'permission_denied',
  OptInRequired: 'permission_denied',
  InvalidBucketName: 'bucket_not_found',
  NoSuchBucket: 'bucket_not_found',
  AuthorizationHeaderMalformed: 'wrong_region',
  IllegalLocationConstraint: 'wrong_region',
  PermanentRedirect: 'wrong_region',
  TemporaryRedirect: 'wrong_region',
  RequestLimitExceeded: 'rate_limited',
  SlowDown: 'rate_limited',
  Throttling: 'rate_limited',
  TooManyRequests: 'rate_limited',
  InternalError: 'server_error',
  InternalFailure: 'server_error',
  InternalServer: 'server_error',
  ServiceUnavailable: 'server_unavailable',
  MethodNotAllowed: 'unsupported_server',
  NotImplemented: 'unsupported_server',
  UnknownOperation: 'unsupported_server',
};

const CLOCK_HINT = 'The clocks of this service and of the source are too far apart for a signature to hold.';
const BY_STATUS: Readonly<Record<number, CheckCode>> = {
  ...BY_HTTP_STATUS,
  404: 'protocol_error',
  405: 'protocol_error',
};

/** What an error of Amazon's SDK means; who lacks a permission has proved already who it is. */
export const awsError: ErrorClassifier = (error) => {
  const name = awsErrorName(error);
  const status = statusOf(error);
  if (/^RequestTimeTooSkewed$|^RequestExpired$/.test(name)) {
    return new ProbeError('auth_failed', { hint: CLOCK_HINT, cause: error });
  }
  const code = (Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined) ?? byStatus(status);
  // What came with a status and could not be read as an error of the protocol.
  const known =
    code ??
    (status !== undefined && /^(?:SyntaxError|Error|TypeError)$/.test(name) ? 'protocol_error' : undefined);
  if (known === undefined) return undefined;
  return new ProbeError(known, {
    ...(known === 'permission_denied' ? { step: 'database' } : {}),
    cause: error,
  });
};

/** The error's name without `Exception`: services differ in whether they say it. */
export function awsErrorName(error: unknown): string {
  const { name } = error as { name?: unknown };
  return typeof name === 'string' ? name.replace(/Exception$/, '') : '';
}

function byStatus(status: number | undefined): CheckCode | undefined {
  if (status === undefined) return undefined;
  // The SDK follows none of them.
  if (status >= 300 && status < 400) return 'redirect_outside_target';
  return BY_STATUS[status];
}

function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: unknown } };
  const status = $metadata?.httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}
