import { OAUTH_ERRORS } from '#core';
import { type ShapedError, statusOf } from '#http';
import type { DomainError, ErrorKind } from '#platform/errors';

/** An error as RFC 6749 section 5.2 has it. */
export interface OAuthProblem {
  readonly error: string;
  readonly error_description: string;
}

/** The codes for errors that were not meant for OAuth. The last three are of section 4.1.2.1: 5.2 has no words for them. */
const BY_KIND: Partial<Record<ErrorKind, string>> = {
  unauthenticated: 'invalid_client',
  forbidden: 'unauthorized_client',
  too_many: 'temporarily_unavailable',
  unavailable: 'temporarily_unavailable',
  internal: 'server_error',
};
const KNOWN: readonly string[] = OAUTH_ERRORS;

/** Answers an error of such a route: 401 for a client that is not known, 400 for all else that it did wrong. */
export function oauthErrors({ kind, code, message }: DomainError): ShapedError {
  const error = KNOWN.includes(code) ? code : (BY_KIND[kind] ?? 'invalid_request');
  const body: OAuthProblem = { error, error_description: message };
  return {
    status: error === 'invalid_client' ? 401 : KNOWN.includes(error) ? 400 : statusOf(kind),
    headers: {
      'cache-control': 'no-store',
      pragma: 'no-cache',
      ...(error === 'invalid_client' ? { 'www-authenticate': 'Basic realm="patchbay"' } : {}),
    },
    body,
  };
}
