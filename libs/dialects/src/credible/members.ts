import type { JsonObject } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import { unknownMembers } from './blocks/check-block.js';
import { FILTER_MEMBERS } from './table-filters.js';
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
