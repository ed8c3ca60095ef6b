import { DomainError } from '#platform/errors';

/** The versions that `If-Match` accepts: any of a list, every one (`*`), or no condition at all. */
export type Precondition = readonly number[] | '*' | null;

/** A version; what an answer shows beside it comes behind a dot, and no change depends on that. */
const ENTITY_TAG = /^(?:W\/)?"(\d{1,10})(?:\.\d{1,16})?"$/;

/**
 * Reads `If-Match` (RFC 9110 section 13.1.1). Our entity tags are version numbers.
 *
 * @returns an empty list, which no version meets, for tags that were never ours
 */
export function parseIfMatch(header: string | undefined): Precondition {
  if (header === undefined || header.trim() === '') return null;
  if (header.trim() === '*') return '*';
  return header.split(',').flatMap((tag) => {
    const match = ENTITY_TAG.exec(tag.trim());
    return match ? [Number(match[1])] : [];
  });
}

/** @throws DomainError `precondition_failed` when the stored version is not one of those expected */
export function requireVersion(precondition: Precondition, version: number): void {
  if (precondition === null || precondition === '*' || precondition.includes(version)) return;
  throw new DomainError('precondition_failed', 'version_mismatch', 'This was changed since you read it.', {
    version,
  });
}
