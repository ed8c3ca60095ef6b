import { malformed } from '#platform/errors';

const MAX_CHARACTERS = 255;
const PRINTABLE = /^[\x20-\x7e]+$/;
const QUOTED = /^"(.*)"$/;

/**
 * Reads `Idempotency-Key`: a string of structured fields in quotes (RFC 9651 section 3.3.3), or the same
 * without them, as many clients send it.
 *
 * @throws DomainError `malformed` for an empty key, one of more than 255 characters or with others than ASCII
 */
export function parseIdempotencyKey(header: string | string[]): string {
  const text = typeof header === 'string' ? header.trim() : '';
  const inner = QUOTED.exec(text)?.[1];
  const key = inner === undefined ? text : inner.replaceAll(/\\(["\\])/g, '$1');
  if (key.length <= MAX_CHARACTERS && PRINTABLE.test(key)) return key;
  const message = `Idempotency-Key must be 1 to ${MAX_CHARACTERS} printable ASCII characters.`;
  throw malformed('idempotency_key_malformed', message);
}
