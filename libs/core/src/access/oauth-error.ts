import { DomainError, type ErrorKind } from '#platform/errors';

/** The codes of RFC 6749 section 5.2. */
export const OAUTH_ERRORS = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
] as const;

export type OAuthErrorCode = (typeof OAUTH_ERRORS)[number];

/** Why no token is given. Only a client that did not prove who it is gets 401. */
export function oauthError(code: OAuthErrorCode, message: string): DomainError {
  const kind: ErrorKind = code === 'invalid_client' ? 'unauthenticated' : 'malformed';
  return new DomainError(kind, code, message);
}
