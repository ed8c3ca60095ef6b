import { notFound } from '#platform/errors';

const ID = /^[1-9]\d{0,15}$/;

/**
 * Ids are texts in this contract, and every one that is none of ours is unknown.
 *
 * @throws DomainError `not_found` for what cannot be an id
 */
export function readId(what: 'connection' | 'table', text: unknown): number {
  const id = typeof text === 'string' && ID.test(text) ? Number(text) : text;
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) return id;
  throw notFound(what);
}
