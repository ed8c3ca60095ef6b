import { malformed } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { TenantVault } from '#platform/vault';

const SIGNATURE_BYTES = 16;
const MAX_CHARACTERS = 2_048;

/**
 * Writes where a page ended as an opaque text. It is signed with the tenant's key over the list that it
 * belongs to, so that it opens neither another tenant's list nor the same list under other filters.
 */
export function writeCursor(vault: TenantVault, list: string, position: object): string {
  const text = JSON.stringify(position);
  return Buffer.concat([vault.sign(`${list}\n${text}`), Buffer.from(text, 'utf8')]).toString('base64url');
}

/** @throws DomainError `malformed`/`cursor_invalid` for anything that {@link writeCursor} did not write */
export function readCursor<Position>(vault: TenantVault, list: string, cursor: string): Position {
  const bytes = cursor.length <= MAX_CHARACTERS ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
  const text = bytes.subarray(SIGNATURE_BYTES).toString('utf8');
  // The decoder passes over what is no base64url: only the one spelling that we wrote counts.
  const ours = bytes.toString('base64url') === cursor;
  if (!ours || !vault.verifies(`${list}\n${text}`, bytes.subarray(0, SIGNATURE_BYTES))) {
    throw malformed('cursor_invalid', 'cursor does not belong to this list.');
  }
  return JSON.parse(text) as Position;
}

/** The place in which a list was asked for, as a part of what its cursors are bound to. */
export function listPlace({ projectId }: Scope): number | 'tenant' | 'GLOBAL' {
  return projectId === undefined ? 'tenant' : (projectId ?? 'GLOBAL');
}
