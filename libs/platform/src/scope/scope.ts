import type { IdempotentRequest } from './idempotent-request.js';

/** Who acts: a person by JWT, a service account by API key, or the platform's own administrator. */
export interface Principal {
  readonly kind: 'user' | 'service_account' | 'platform' | 'system';
  /** Stable within the tenant: the JWT's `sub`, or the service account's id as text. */
  readonly id: string;
  /** What `created_by` shows: the e-mail address, or `name@tenant` for a service account. */
  readonly name: string;
  readonly role: string;
}

/** The projects that a principal may see: all of its tenant's, or exactly those listed. */
export type ProjectAccess = 'all' | readonly number[];

/**
 * The first argument of every service and repository method: on whose behalf, inside which tenant.
 * It is built by the guards alone and is never changed afterwards.
 */
export interface Scope {
  readonly tenantId: number;
  /** The tenant's slug, as it stands in paths. */
  readonly tenant: string;
  readonly principal: Principal;
  readonly permissions: ReadonlySet<string>;
  readonly projects: ProjectAccess;
  /**
   * The project that the request works in; null for one that works in GLOBAL alone; undefined on tenant-wide
   * paths, which reach GLOBAL and every visible project.
   */
  readonly projectId?: number | null;
  /**
   * The tenant's access epoch when the principal was looked up. It rises with every suspension, deletion
   * of a service account or rotation; a transaction that finds another value looks the principal up anew.
   */
  readonly accessEpoch: number;
  /** What is stored of the tenant's settings, as of that epoch; core reads them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  /** Where the request came with an `Idempotency-Key`. */
  readonly idempotency?: IdempotentRequest;
}

/** True when the scope's principal may see the project. */
export function seesProject(scope: Scope, projectId: number): boolean {
  return scope.projects === 'all' || scope.projects.includes(projectId);
}

/** True when the principal is not confined to a list of projects. */
export function isTenantWide(scope: Scope): boolean {
  return scope.projects === 'all';
}

/** True when the scope reaches what belongs to that project, or to no project (null). */
export function reaches(scope: Scope, projectId: number | null): boolean {
  if (scope.projectId !== undefined) return projectId === scope.projectId;
  return projectId === null || seesProject(scope, projectId);
}
