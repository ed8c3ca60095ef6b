import { type FieldError, forbidden } from '#platform/errors';
import type { Principal } from '#platform/scope';

/** Which resolvers may lease a connection's secrets: each one that sees it, or these service accounts alone. */
export type LeasePolicy =
  { readonly mode: 'scope' } | { readonly mode: 'listed'; readonly service_account_ids: readonly number[] };

/** What holds where a connection says nothing. */
export const SCOPE_POLICY: LeasePolicy = { mode: 'scope' };

const MAX_ACCOUNTS = 100;
const PATH = 'lease_policy';

/** The broken rules of a body's `lease_policy`; null and nothing at all stand for the default. */
export function checkLeasePolicy(value: unknown): FieldError[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object' || Array.isArray(value)) {
    return [{ path: PATH, rule: 'object', message: `${PATH} must be an object.` }];
  }
  const { mode, service_account_ids: ids, ...others } = value as Record<string, unknown>;
  const unknown = Object.keys(others).map((key) => ({
    path: `${PATH}.${key}`,
    rule: 'unknown',
    message: 'There is no such member.',
  }));
  if (mode === 'listed') return [...unknown, ...checkAccountIds(ids)];
  if (mode !== 'scope') {
    const message = `${PATH}.mode must be scope or listed.`;
    return [...unknown, { path: `${PATH}.mode`, rule: 'one_of', message }];
  }
  if (ids === undefined) return unknown;
  const path = `${PATH}.service_account_ids`;
  return [...unknown, { path, rule: 'mode', message: `${path} goes with the mode listed alone.` }];
}

/** The policy of a body that {@link checkLeasePolicy} found well, as it is stored: null for the default. */
export function readLeasePolicy(value: unknown): LeasePolicy | null {
  const policy = value as LeasePolicy | null | undefined;
  if (policy?.mode !== 'listed') return null;
  const ids = [...new Set(policy.service_account_ids)].sort((a, b) => a - b);
  return { mode: 'listed', service_account_ids: ids };
}

/** The accounts that a policy names. */
export function listedAccounts(policy: LeasePolicy | null): readonly number[] {
  return policy?.mode === 'listed' ? policy.service_account_ids : [];
}

/** @throws DomainError `forbidden`/`lease_not_permitted` for a principal that the policy leaves out */
export function requireListed(policy: LeasePolicy | null, principal: Principal): void {
  if (policy?.mode !== 'listed') return;
  const isListed =
    principal.kind === 'service_account' && policy.service_account_ids.includes(Number(principal.id));
  if (isListed) return;
  throw forbidden('lease_not_permitted', 'This connection names its resolvers, and you are not among them.');
}

function checkAccountIds(ids: unknown): FieldError[] {
  const path = `${PATH}.service_account_ids`;
  const valid =
    Array.isArray(ids) &&
    ids.length <= MAX_ACCOUNTS &&
    (ids as unknown[]).every((id) => Number.isSafeInteger(id) && (id as number) > 0);
  if (valid) return [];
  return [{ path, rule: 'ids', message: `${path} must be a list of at most ${MAX_ACCOUNTS} ids.` }];
}
