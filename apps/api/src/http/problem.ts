import { STATUS_CODES } from 'node:http';
import type { ErrorDetails, FieldError } from '#platform/errors';

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
