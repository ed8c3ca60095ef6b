import {
  BY_HTTP_STATUS,
  type CheckCode,
  type ErrorClassifier,
  type JsonObject,
  ProbeError,
} from '#connector-sdk/opening';

import type { HttpAnswer } from './http-exchange.js';

/** Names of errors (https://github.com/trinodb/trino/blob/master/core/trino-spi/src/main/java/io/trino/spi/StandardErrorCode.java). */
const BY_NAME: Readonly<Record<string, CheckCode>> = {
  CATALOG_NOT_FOUND: 'database_not_found',
  MISSING_CATALOG_NAME: 'database_not_found',
  SCHEMA_NOT_FOUND: 'schema_not_found',
  MISSING_SCHEMA_NAME: 'schema_not_found',
  PERMISSION_DENIED: 'permission_denied',
  SERVER_STARTING_UP: 'server_unavailable',
  SERVER_SHUTTING_DOWN: 'server_unavailable',
  QUERY_QUEUE_FULL: 'too_many_connections',
  ADMINISTRATIVELY_KILLED: 'server_unavailable',
  ADMINISTRATIVELY_PREEMPTED: 'server_unavailable',
  EXCEEDED_TIME_LIMIT: 'timeout',
  ABANDONED_QUERY: 'timeout',
};
const BY_KIND: Readonly<Record<string, CheckCode>> = {
  USER_ERROR: 'statement_refused',
  INSUFFICIENT_RESOURCES: 'server_unavailable',
  INTERNAL_ERROR: 'server_error',
  EXTERNAL: 'server_error',
};

const PLAIN_HINT =
  'The cluster takes no login without encryption. Set scheme to https, and the port that belongs to it.';

/** A statement that the cluster did not run. */
export class TrinoQueryError extends Error {
  readonly errorName: string;
  readonly errorType: string;

  /** @param error - as the protocol has it; its message is left out, as it holds what the server likes */
  constructor({ errorName, errorType }: JsonObject) {
    super('The query failed.');
    this.errorName = typeof errorName === 'string' ? errorName : '';
    this.errorType = typeof errorType === 'string' ? errorType : '';
  }
}

/** What an error of a statement means. */
export const trinoError: ErrorClassifier = (error) => {
  if (!(error instanceof TrinoQueryError)) return undefined;
  const { errorName, errorType } = error;
  const byName = Object.hasOwn(BY_NAME, errorName) ? BY_NAME[errorName] : undefined;
  const code = byName ?? (Object.hasOwn(BY_KIND, errorType) ? BY_KIND[errorType] : undefined);
  return known(code ?? 'server_error', error);
};

/**
 * What a status other than 200 means.
 *
 * @param authorization - the header that was sent
 */
export function trinoHttpError({ status, headers, text }: HttpAnswer, authorization: unknown): ProbeError {
  if (status >= 300 && status < 400) return new ProbeError('redirect_outside_target');
  if (status === 401 && !offers(headers['www-authenticate'], authorization)) {
    return new ProbeError('auth_method_not_supported');
  }
  // "Password not allowed for insecure authentication", and its like for other kinds of login.
  if (status === 403 && /insecure/i.test(text)) return new ProbeError('tls_required', { hint: PLAIN_HINT });
  return known(BY_HTTP_STATUS[status] ?? 'protocol_error');
}

/** Whether the cluster takes logins of this kind; one that does not say so has refused the login itself. */
function offers(challenge: string | undefined, authorization: unknown): boolean {
  const scheme = typeof authorization === 'string' ? authorization.split(' ')[0] : undefined;
  if (challenge === undefined) return true;
  return scheme !== undefined && challenge.toLowerCase().includes(scheme.toLowerCase());
}

/** Who lacks a permission is logged in. */
function known(code: CheckCode, cause?: Error): ProbeError {
  return new ProbeError(code, { ...(code === 'permission_denied' ? { step: 'database' } : {}), cause });
}
