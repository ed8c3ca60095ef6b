/**
 * What went wrong, in words that no transport owns. Each contract's error filter turns a kind into a
 * status and a body of its own shape.
 */
export type ErrorKind =
  | 'malformed'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'timeout'
  | 'conflict'
  | 'precondition_failed'
  | 'precondition_required'
  | 'too_large'
  | 'unsupported_media'
  | 'unsupported'
  | 'too_many'
  | 'unavailable'
  | 'internal';

/** One broken rule of a body: where (RFC 6901-like dotted path), which rule, and a message without the value. */
export interface FieldError {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** Further members of an answer; never a secret, never a value that the caller sent. */
export interface ErrorDetails {
  readonly errors?: readonly FieldError[];
  /** Seconds after which another try makes sense (`Retry-After`, RFC 9110 section 10.2.3). */
  readonly retryAfter?: number;
  readonly [member: string]: unknown;
}

/**
 * The only error that core throws on purpose.
 *
 * @remarks `code` is stable and made for programs; `message` is made for people and never holds a value
 * that came in, a driver's text, or a secret.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}
