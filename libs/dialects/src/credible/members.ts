import { canonicalJson, type JsonObject, type JsonValue } from '#connector-sdk';
import { type FieldError, invalid } from '#platform/errors';
import { unknownMembers } from './blocks/check-block.js';
import { FILTER_MEMBERS } from './table-filters.js';
import type { CredibleConnection } from './write-connection.js';
import { CREDIBLE_TYPES, memberOf } from './type-table.js';

/** What the server alone sets; a client may send it back. */
export const SERVER_MEMBERS = [
  'resource',
  'attributes',
  'indexingStatus',
  'indexingStatusLastUpdated',
] as const;

const KNOWN = new Set([
  'name',
  'type',
  ...SERVER_MEMBERS,
  ...FILTER_MEMBERS,
  ...CREDIBLE_TYPES.map(memberOf),
]);

/** Members that no connection has. */
export function checkMembers(body: JsonObject): FieldError[] {
  return unknownMembers(body, KNOWN);
}

/** Blocks that are of another type. */
export function checkBlocks(body: JsonObject, own: string): FieldError[] {
  return CREDIBLE_TYPES.map(memberOf)
    .filter((member) => member !== own && body[member] != null)
    .map((path) => ({ path, rule: 'other_type', message: `${path} does not belong to this type.` }));
}

/** What never changes once a connection is there. The status changes by itself, so nobody looks at it. */
const FIXED = ['name', 'type', 'resource', 'attributes'] as const;

/**
 * A body may hold what the server sets as long as it says the same.
 *
 * @throws DomainError `invalid`
 */
export function checkServerMembers(body: JsonObject, answer: CredibleConnection): void {
  const errors = FIXED.filter((member) => body[member] != null && !says(body[member], answer[member])).map(
    (path) => ({ path, rule: 'read_only', message: `${path} cannot be changed.` }),
  );
  if (errors.length > 0) throw invalid(errors);
}

function says(given: JsonValue | undefined, known: unknown): boolean {
  return canonicalJson(given ?? null) === canonicalJson(known as JsonValue);
}
