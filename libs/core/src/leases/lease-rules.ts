import { conflict, notFound } from '#platform/errors';
import { type Scope, seesProject } from '#platform/scope';
import { requireListed } from './lease-policy.js';
import type { LeaseHead } from './lease-source.repository.js';
import type { StoredLease } from './leases.repository.js';

/**
 * GLOBAL connections serve every project, so that any resolver of the tenant leases them; those of a project
 * are for who sees it. Beyond that the connection may name its resolvers.
 *
 * @throws DomainError `not_found` for one that is not there or not to be seen, `forbidden`/`lease_not_permitted`
 */
export function requireLeasable<Head extends LeaseHead>(scope: Scope, head: Head | null): Head {
  const seen = head !== null && (head.projectId === null || seesProject(scope, head.projectId));
  if (!seen) throw notFound('connection');
  requireListed(head.leasePolicy, scope.principal);
  return head;
}

/** The refusal of a lease that is over. */
export function leaseEnded() {
  return conflict('lease_ended', 'This lease has expired or was revoked.');
}

/** Another's lease looks as if it did not exist, but to who manages leases. @throws DomainError `not_found` */
export function ownLease(scope: Scope, lease: StoredLease | null): StoredLease {
  const { kind, id } = scope.principal;
  const mine = lease?.holderKind === kind && lease.holderId === id;
  if (!lease || !(mine || scope.permissions.has('leases:manage'))) throw notFound('lease');
  return lease;
}

/** @throws DomainError `conflict`: `lease_wrapped` before it was opened, `lease_ended` after its end */
export function livingLease(lease: StoredLease): StoredLease {
  if (lease.status === 'wrapped') throw conflict('lease_wrapped', 'This lease was not opened yet.');
  if (lease.status !== 'active') throw leaseEnded();
  return lease;
}

/** @throws DomainError `conflict`/`connection_changed` when the lease is of another version */
export function requireSameVersion(lease: StoredLease, head: LeaseHead): void {
  const same = head.version === lease.connectionVersion && head.secretVersion === lease.secretVersion;
  if (!same || lease.changed)
    throw conflict('connection_changed', 'The connection changed since it was leased.');
}
