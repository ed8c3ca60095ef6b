import type { CheckCode } from '../../probe/codes.js';
import { type ErrorClassifier, ProbeError, type ProbeErrorDetails } from '../../probe/probe-error.js';

interface Meaning extends ProbeErrorDetails {
  readonly code: CheckCode;
}

const TOKEN_REFUSED: Meaning = {
  code: 'auth_failed',
  hint: 'Databricks did not take the token: it may be of another workspace, or have expired.',
};
const NO_SUCH_WAREHOUSE: Meaning = {
  code: 'warehouse_not_found',
  hint: 'There is no such warehouse or cluster in this workspace: check the id or the HTTP path, and the host.',
};
const NOT_FOR_THIS_USER: Meaning = {
  code: 'permission_denied',
  step: 'database',
  hint: 'The token’s user may not use this warehouse or cluster: grant CAN USE on it.',
};

/** Error classes, which begin the message (https://docs.databricks.com/aws/en/error-messages/error-classes). */
const BY_CLASS: readonly (readonly [RegExp, CheckCode])[] = [
  [/^(?:NO_SUCH_CATALOG\w*|CATALOG_NOT_FOUND)$/, 'database_not_found'],
  [/^(?:SCHEMA_NOT_FOUND|NO_SUCH_DATABASE\w*)$/, 'schema_not_found'],
  [/^(?:INSUFFICIENT_PERMISSIONS\w*|PERMISSION_DENIED\w*|UC_\w+_PERMISSION\w*)$/, 'permission_denied'],
  [/^(?:PARSE_SYNTAX_ERROR|TABLE_OR_VIEW_NOT_FOUND)$/, 'statement_refused'],
  [/^(?:RATE_LIMIT\w*|REQUEST_LIMIT_EXCEEDED)$/, 'rate_limited'],
];
/** What older runtimes write in place of a class. */
const BY_TEXT: readonly (readonly [RegExp, CheckCode])[] = [
  [/\bCatalog '.*' (?:was )?not found\b/i, 'database_not_found'],
  [/\b(?:Database|Schema) '.*' (?:was )?not found\b/i, 'schema_not_found'],
  [/\b(?:permission|privilege)s? denied\b|\bdoes not have .* privilege/i, 'permission_denied'],
];

const BY_STATUS: Readonly<Record<number, Meaning>> = {
  400: NO_SUCH_WAREHOUSE,
  401: TOKEN_REFUSED,
  403: TOKEN_REFUSED,
  404: NO_SUCH_WAREHOUSE,
  408: { code: 'timeout' },
  429: { code: 'rate_limited' },
  502: { code: 'server_unavailable' },
  503: {
    code: 'server_unavailable',
    hint: 'The warehouse or cluster is starting or has no room: try again in a while, with a longer deadline_ms.',
  },
  504: { code: 'server_unavailable' },
};
/** What the service writes into this header tells a token that is wrong from a user that lacks a right. */
const REASON_HEADER = 'x-thriftserver-error-message';

interface DriverFailure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly errorCode?: unknown;
  readonly statusCode?: unknown;
  readonly response?: unknown;
  readonly payload?: { readonly response?: { readonly status?: unknown } };
}

/** What an error of the driver, or of the service that it speaks with, means. */
export const databricksError: ErrorClassifier = (error) => {
  const meaning = meaningOf(error as DriverFailure);
  if (!meaning) return undefined;
  const { code, ...details } = meaning;
  return new ProbeError(code, { ...details, cause: error });
};

/** True for what the service said of a statement, in difference to what became of the connection. */
export function isStatementError(error: unknown): boolean {
  const { name, errorCode } = error as DriverFailure;
  return name === 'Status Error' || errorCode === 'ERROR';
}

function meaningOf(failure: DriverFailure): Meaning | undefined {
  const { name, errorCode, statusCode, payload } = failure;
  const message = typeof failure.message === 'string' ? failure.message : '';
  if (typeof statusCode === 'number') return statusMeaning(statusCode, failure.response);
  // The driver tried again as often as it was told to.
  if (typeof payload?.response?.status === 'number') return statusMeaning(payload.response.status, undefined);
  if (name === 'TProtocolException') return { code: 'protocol_error' };
  if (message === 'Request timed out' || errorCode === 'TIMEOUT' || errorCode === 'TIMEOUT_EXCEEDED')
    return { code: 'timeout' };
  if (name === 'Status Error' || typeof errorCode === 'string') return textMeaning(message);
  return undefined;
}

function statusMeaning(status: number, response: unknown): Meaning {
  if (status === 403 && /permission|not authorized to use/i.test(reasonOf(response)))
    return NOT_FOR_THIS_USER;
  return BY_STATUS[status] ?? { code: status >= 500 ? 'server_error' : 'protocol_error' };
}

function reasonOf(response: unknown): string {
  const { headers } = (response ?? {}) as { headers?: { get?: (name: string) => string | null } };
  return headers?.get?.(REASON_HEADER) ?? '';
}

function textMeaning(message: string): Meaning {
  const errorClass = /\[([A-Z][A-Z_]+)(?:\.[A-Z_]+)?\]/.exec(message)?.[1] ?? '';
  const known =
    BY_CLASS.find(([name]) => name.test(errorClass)) ?? BY_TEXT.find(([text]) => text.test(message));
  return { code: known?.[1] ?? 'server_error' };
}
