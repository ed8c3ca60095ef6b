import { DomainError, type ErrorDetails, type FieldError } from './domain-error.js';

/** A body broke rules: 422 on the native API. `errors` is never empty, so that every 422 names a path. */
export function invalid(errors: readonly FieldError[], code = 'validation_failed'): DomainError {
  const first = errors[0];
  const message = errors.length === 1 && first ? first.message : `${errors.length} fields are not valid.`;
  return new DomainError('invalid', code, message, { errors });
}

/** One broken rule, named. */
export function invalidField(path: string, rule: string, message: string, code?: string): DomainError {
  return invalid([{ path, rule, message }], code ?? 'validation_failed');
}

/** Something that the caller cannot see or that does not exist: the two look the same. */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', `${what.replaceAll(' ', '_')}_not_found`, `There is no such ${what}.`);
}

/** The state of the store forbids the request. */
export function conflict(code: string, message: string, details?: ErrorDetails): DomainError {
  return new DomainError('conflict', code, message, details);
}

/** The caller is known, sees the thing, and may not do this to it. */
export function forbidden(code: string, message: string): DomainError {
  return new DomainError('forbidden', code, message);
}

/** A parameter of the path or the query is not of its form. */
export function malformed(code: string, message: string): DomainError {
  return new DomainError('malformed', code, message);
}

/** The caller did not prove who it is. */
export function unauthenticated(code: string, message: string): DomainError {
  return new DomainError('unauthenticated', code, message);
}
