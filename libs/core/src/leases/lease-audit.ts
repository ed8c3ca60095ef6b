import { type AuditRecord, recordAudit } from '#platform/audit';
import type { Transaction } from '#platform/database';
import type { Scope } from '#platform/scope';

/** What happened to a lease, or to all of a connection or tenant. */
export interface LeaseEvent {
  readonly verb: 'create' | 'unwrap' | 'repeat' | 'renew' | 'revoke' | 'revoke_all';
  readonly entity: 'lease' | 'connection' | 'tenant';
  readonly entityId: number | string;
  readonly projectId: number | null;
  readonly before?: object;
  readonly after?: object;
}

/**
 * Writes the event with the commit of the lease: without it there is no lease.
 *
 * @throws DomainError `unavailable`/`audit_unavailable`, from the commit
 */
export async function recordLeaseEvent(tx: Transaction, scope: Scope, event: LeaseEvent): Promise<void> {
  await recordAudit(tx, scope, leaseRecord(event));
}

/** The event as the audit trail takes it. */
export function leaseRecord({ verb, ...record }: LeaseEvent): AuditRecord {
  return { ...record, action: `lease.${verb}` };
}
