import type { RequestPlace, ValidRequest } from './authorization-world.js';

export type Role = 'viewer' | 'operator' | 'editor' | 'tenant_admin' | 'resolver' | 'platform_admin';

/**
 * What one route promises: which roles get past the guard with a valid request, and what they are answered.
 * Everybody else is refused; the matrix computes how.
 */
export interface RouteExpectation {
  /** Method and path, as the route table has them. */
  readonly route: string;
  readonly roles: readonly Role[] | 'anybody';
  /** Roles that the guard lets pass as well, for other objects than the valid request's: GLOBAL ones refuse them. */
  readonly refusedInside?: readonly Role[];
  readonly status: number;
  /** The actions that such a request leaves in the audit trail, where they are not the one that is declared. */
  readonly events?: readonly string[];
  /** Makes what a valid request needs; absent for a route that needs nothing but its address. */
  readonly request?: (place: RequestPlace) => ValidRequest | Promise<ValidRequest>;
}

export const EVERY_ROLE: readonly Role[] = [
  'viewer',
  'operator',
  'editor',
  'tenant_admin',
  'resolver',
  'platform_admin',
];
export const READERS: readonly Role[] = ['viewer', 'operator', 'editor', 'tenant_admin'];
export const TESTERS: readonly Role[] = ['operator', 'editor', 'tenant_admin'];
export const WRITERS: readonly Role[] = ['editor', 'tenant_admin'];
export const ADMINS: readonly Role[] = ['tenant_admin'];
export const RESOLVERS: readonly Role[] = ['resolver'];
export const HOLDERS: readonly Role[] = ['resolver', 'tenant_admin'];
export const PLATFORM: readonly Role[] = ['platform_admin'];
export const ACCOUNT_MANAGERS: readonly Role[] = ['tenant_admin', 'platform_admin'];

export const TENANT = '/api/backend/:tenant/configuration';
export const PROJECT = `${TENANT}/projects/:projectId`;
export const TENANTS = '/api/platform/tenants';

/** A route that exists beneath the tenant, where only its administrator writes, and beneath each project. */
export function inBothScopes(
  [method, path]: readonly [string, string],
  writes: boolean,
  status: number,
  request?: RouteExpectation['request'],
): RouteExpectation[] {
  const common = { status, ...(request ? { request } : {}) };
  return [
    writes
      ? { route: `${method} ${TENANT}/${path}`, roles: ADMINS, refusedInside: ['editor'], ...common }
      : { route: `${method} ${TENANT}/${path}`, roles: READERS, ...common },
    { route: `${method} ${PROJECT}/${path}`, roles: writes ? WRITERS : READERS, ...common },
  ];
}
