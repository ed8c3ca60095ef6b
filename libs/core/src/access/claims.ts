import { type TenantRole, isTenantRole } from './permissions.js';

/** What a verified token says, in our words. */
export interface TokenClaims {
  readonly subject: string;
  readonly email: string;
  readonly tenant: string;
  readonly role: TenantRole;
  readonly projects: 'all' | readonly number[];
  /** Seconds since the epoch (RFC 7519 section 4.1.4). */
  readonly expiresAt: number;
}

/** The names that an issuer uses for our claims. */
export interface ClaimNames {
  readonly sub: string;
  readonly email: string;
  readonly tenant: string;
  readonly role: string;
  readonly projects: string;
}

export const DEFAULT_CLAIM_NAMES: ClaimNames = {
  sub: 'sub',
  email: 'email',
  tenant: 'tenant',
  role: 'role',
  projects: 'projects',
};

/** Which tenant a token's user belongs to. */
export type TenantRule =
  /** The one that the claim names. */
  | { readonly kind: 'claim' }
  /** The one that the value of the claim stands for. */
  | { readonly kind: 'map'; readonly slugs: Readonly<Record<string, string>> }
  /** This one; a token that names another is refused. */
  | { readonly kind: 'fixed'; readonly slug: string };

/**
 * Reads the claims of a token whose signature, issuer, audience and expiry were verified.
 *
 * @returns null for claims that make no principal: a missing name, an unknown role, a tenant
 *   administrator that is bound to projects, a tenant that the rule does not give
 */
export function readClaims(
  payload: Readonly<Record<string, unknown>>,
  names: ClaimNames,
  rule: TenantRule,
): TokenClaims | null {
  const subject = payload[names.sub];
  const email = payload[names.email];
  const tenant = tenantOf(payload[names.tenant], rule);
  const role = payload[names.role];
  const expiresAt = payload['exp'];
  const projects = readProjects(payload[names.projects]);
  if (!isText(subject) || !isText(email) || !isText(tenant)) return null;
  if (!isTenantRole(role) || projects === null || typeof expiresAt !== 'number') return null;
  if (role === 'tenant_admin' && projects !== 'all') return null;
  return { subject, email, tenant, role, projects, expiresAt };
}

function tenantOf(claimed: unknown, rule: TenantRule): unknown {
  if (rule.kind === 'claim') return claimed;
  if (rule.kind === 'fixed') return (claimed ?? rule.slug) === rule.slug ? rule.slug : null;
  return typeof claimed === 'string' && Object.hasOwn(rule.slugs, claimed) ? rule.slugs[claimed] : null;
}

/** These stand in rows and in the audit: what a line or a row cannot hold makes no principal. */
function isText(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > 320) return false;
  return value.isWellFormed() && !/\p{Cc}/u.test(value);
}

/** Absent means all projects, an empty list means none. */
function readProjects(value: unknown): 'all' | readonly number[] | null {
  if (value === undefined) return 'all';
  if (!Array.isArray(value) || value.length > 1000) return null;
  const ids = value as unknown[];
  return ids.every((id): id is number => Number.isSafeInteger(id) && (id as number) > 0) ? ids : null;
}
