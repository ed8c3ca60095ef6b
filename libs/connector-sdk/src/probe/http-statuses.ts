import type { CheckCode } from './codes.js';

/** What HTTP statuses mean of a service that says nothing else (RFC 9110 section 15, RFC 6585). */
export const BY_HTTP_STATUS: Readonly<Record<number, CheckCode>> = {
  401: 'auth_failed',
  403: 'permission_denied',
  429: 'rate_limited',
  500: 'server_error',
  502: 'server_unavailable',
  503: 'server_unavailable',
  504: 'server_unavailable',
};
