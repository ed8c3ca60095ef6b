import type { ErrorKind } from '#platform/errors';

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

/** The status (RFC 9110) of a kind of error, unless a contract has another one. */
export function statusOf(kind: ErrorKind): number {
  return STATUS[kind];
}
