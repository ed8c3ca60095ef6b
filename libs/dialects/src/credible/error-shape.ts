import { type ErrorShaper, statusOf } from '#http';
import type { DomainError, ErrorKind } from '#platform/errors';

/** What this contract answers otherwise than the native one. */
const STATUS: Partial<Record<ErrorKind, number>> = {
  invalid: 400,
  unsupported_media: 400,
  precondition_failed: 409,
};
/** The one refusal of a body that is none of its form: what it describes was tried. */
const TRIED = 'check_failed';
/** Broken rules that a message names. */
const MOST_NAMED = 10;

/** `{code, message}`: the code is text, which the contract's own clients insist on. */
export const credibleErrors: ErrorShaper = (error) => ({
  status: error.code === TRIED ? 422 : (STATUS[error.kind] ?? statusOf(error.kind)),
  body: { code: error.code, message: messageOf(error) },
});

/** Everything at once: there is no other place for it. */
export function messageOf({ message, details }: DomainError): string {
  const { errors = [] } = details;
  if (errors.length < 2) return message;
  const named = errors.slice(0, MOST_NAMED).map((error) => error.message);
  return [...named, ...(errors.length > MOST_NAMED ? ['…'] : [])].join(' ');
}
