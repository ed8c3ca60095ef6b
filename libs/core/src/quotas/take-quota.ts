import { type Statements, violates } from '#platform/database';
import { DomainError, conflict } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { type QuotaName, quotasOf } from './quotas.js';

const MINUTE_SECONDS = 60;

/**
 * Counts one more, or so many more, of what a quota limits, as a part of the transaction: with its commit, on all instances. Call
 * it before `recordAudit`, and again as {@link giveQuota} in the transaction that takes the thing away. What is
 * counted for each minute (`checks_per_minute`, `leases_per_minute`) is never given back.
 *
 * @throws DomainError `quota_exceeded`, from the commit: `conflict` for what is stored, `too_many` with the
 *   seconds to wait for what is counted for each minute
 */
export function takeQuota(tx: Statements, scope: Scope, quota: QuotaName, amount = 1): void {
  const limit = quotasOf(scope.settings)[quota];
  const eachMinute = isPerMinute(quota);
  const statement = {
    name: 'quota_take',
    text: 'select take_quota($1, $2, $3, $4, $5)',
    values: [scope.tenantId, quota, limit, eachMinute, amount],
  };
  tx.atCommit(statement, (cause) =>
    violates(cause, 'tenant_usage_quota') ? exceeded(quota, limit) : (cause as Error),
  );
}

/**
 * Looks whether so many more could be taken now, for those who would have to work for it; what decides is
 * {@link takeQuota}.
 *
 * @throws DomainError `quota_exceeded`, as the commit of {@link takeQuota} would
 */
export async function requireRoom(
  tx: Statements,
  scope: Scope,
  quota: QuotaName,
  amount: number,
): Promise<void> {
  const [row] = await tx.run<{ used: number }>({
    name: 'quota_used',
    text: 'select used from tenant_usage where tenant_id = $1 and what = $2 and minute = 0',
    values: [scope.tenantId, quota],
  });
  const limit = quotasOf(scope.settings)[quota];
  if ((row?.used ?? 0) + amount > limit) throw exceeded(quota, limit);
}

/** Counts one less, or so many less, with the commit. */
export function giveQuota(tx: Statements, scope: Scope, quota: QuotaName, amount = 1): void {
  const statement = {
    name: 'quota_give',
    text: `update tenant_usage set used = greatest(used - $3, 0) where tenant_id = $1 and what = $2`,
    values: [scope.tenantId, quota, amount],
  };
  tx.atCommit(statement, (cause) => cause as Error);
}

/** True for a quota of what is done, and not of what is stored. */
export function isPerMinute(quota: QuotaName): boolean {
  return quota.endsWith('_per_minute');
}

function exceeded(quota: QuotaName, limit: number): DomainError {
  const what = quota.replace('_per_minute', '').replaceAll('_', ' ');
  if (!isPerMinute(quota)) {
    return conflict('quota_exceeded', `This tenant may have ${limit} ${what} at most.`, { quota, limit });
  }
  const retryAfter = MINUTE_SECONDS - (Math.floor(Date.now() / 1000) % MINUTE_SECONDS);
  const message = `This tenant may have ${limit} ${what} a minute at most.`;
  return new DomainError('too_many', 'quota_exceeded', message, { quota, limit, retryAfter });
}
