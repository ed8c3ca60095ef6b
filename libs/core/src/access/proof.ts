import type { Principal, ProjectAccess } from '#platform/scope';
import type { TenantHead } from '../tenants/tenants.repository.js';
import type { Permission } from './permissions.js';

/** A principal of a tenant, and what it may do there. */
export interface Proven {
  readonly tenant: TenantHead;
  readonly principal: Principal;
  readonly projects: ProjectAccess;
  readonly permissions: ReadonlySet<Permission>;
}

/**
 * Says who a credential stands for, as of now. It may be asked again, when the tenant's access epoch has moved.
 *
 * @param fromMemory - what is remembered of the tenant will do: a transaction compares the epoch later
 * @throws DomainError `unauthenticated` when the credential is worth nothing any more
 */
export type Proof = (fromMemory: boolean) => Promise<Proven>;

/** A token whose signature, issuer, audience and expiry are right, and how its principal is proven. */
export interface VerifiedToken {
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly proof: Proof;
}
