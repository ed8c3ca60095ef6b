import { STATUS_CODES } from 'node:http';
import type { ErrorDetails, ErrorKind, FieldError } from '#platform/errors';

const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  timeout: 408,
  conflict: 409,
  precondition_failed: 412,
  precondition_required: 428,
  too_large: 413,
  unsupported_media: 415,
  unsupported: 501,
  too_many: 429,
  unavailable: 503,
  internal: 500,
};

/** An error as it is answered: RFC 9457, with our `code` and, for bodies, `errors`. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly request_id: string;
  readonly [member: string]: unknown;
}

/** The status of a kind of error on the native API. */
export function statusOf(kind: ErrorKind): number {
  return STATUS[kind];
}

export function problem(
  status: number,
  code: string,
  detail: string,
  requestId: string,
  { retryAfter: _, errors, ...details }: ErrorDetails = {},
): Problem {
  return {
    ...details,
    ...(errors ? { errors: errors.map(withVisiblePath) } : {}),
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    request_id: requestId,
  };
}

/** A member whose name is the empty text is called `""`: a path is never empty. */
function withVisiblePath(error: FieldError): FieldError {
  return error.path === '' ? { ...error, path: '""' } : error;
}
