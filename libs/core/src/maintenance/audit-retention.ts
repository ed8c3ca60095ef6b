import { findPurgeCut, purgeUpTo, recordAudit } from '#platform/audit';
import type { TenantDatabase } from '#platform/database';
import { conflict } from '#platform/errors';
import type { Scope } from '#platform/scope';
import type { Vault } from '#platform/vault';
import { settingsOf } from '../settings/tenant-settings.js';

const BATCH = 10_000;
const DAY_MS = 86_400_000;

/**
 * Removes a tenant's audit events that are older than it keeps them. What remains is still a chain: the hash
 * of the last event that went is kept under a seal.
 *
 * @returns how many events went
 */
export async function purgeOldAuditEvents(
  database: TenantDatabase,
  vault: Vault,
  scope: Scope,
): Promise<number> {
  const days = settingsOf(scope).audit_retention_days;
  if (days === null) return 0;
  const before = new Date(Date.now() - days * DAY_MS);
  const keys = await vault.forTenant(scope);
  let removed = 0;
  for (;;) {
    const batch = await database.transaction(scope, async (tx) => {
      const cut = await findPurgeCut(tx, scope, before, BATCH);
      if (!cut) return 0;
      const sealed = await purgeUpTo(tx, scope, cut, keys.auditPurgeSeal(cut.sequence, cut.hash));
      if (!sealed) throw conflict('purge_concurrent', 'Another worker purges these audit events.');
      const after = { from_sequence: cut.from + 1, to_sequence: cut.sequence };
      await recordAudit(tx, scope, {
        action: 'audit_event.purge',
        entity: 'audit_event',
        entityId: '*',
        after,
      });
      return cut.sequence - cut.from;
    });
    removed += batch;
    if (batch < BATCH) return removed;
  }
}
