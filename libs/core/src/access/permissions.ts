/** What a principal may do; routes name exactly one, and the guard refuses what a role lacks. */
export const PERMISSIONS = [
  'self:read',
  'types:read',
  'projects:read',
  'projects:write',
  'connections:read',
  'connections:test',
  'connections:discover',
  'connections:write',
  'connections:move',
  'credentials:read',
  'credentials:write',
  'global:write',
  'service_accounts:manage',
  'identity_providers:manage',
  'audit:read',
  'settings:read',
  'settings:write',
  'secrets:lease',
  'leases:read',
  'leases:revoke',
  'leases:manage',
  'tenants:manage',
  'signing_keys:manage',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const VIEWER: readonly Permission[] = [
  'self:read',
  'types:read',
  'projects:read',
  'connections:read',
  'credentials:read',
  'settings:read',
];
const OPERATOR: readonly Permission[] = [...VIEWER, 'connections:test', 'connections:discover'];
const EDITOR: readonly Permission[] = [...OPERATOR, 'connections:write', 'credentials:write'];
const TENANT_ADMIN: readonly Permission[] = [
  ...EDITOR,
  'connections:move',
  'global:write',
  'projects:write',
  'service_accounts:manage',
  'identity_providers:manage',
  'audit:read',
  'settings:write',
  'leases:read',
  'leases:revoke',
  'leases:manage',
];

const ROLE_PERMISSIONS = {
  viewer: VIEWER,
  operator: OPERATOR,
  editor: EDITOR,
  tenant_admin: TENANT_ADMIN,
  resolver: ['self:read', 'secrets:lease', 'leases:read', 'leases:revoke'],
  platform_admin: ['self:read', 'tenants:manage', 'service_accounts:manage', 'signing_keys:manage'],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof ROLE_PERMISSIONS;

/** The roles that a tenant can give; the platform's own is not among them. */
export const TENANT_ROLES = ['viewer', 'operator', 'editor', 'tenant_admin', 'resolver'] as const;
export type TenantRole = (typeof TENANT_ROLES)[number];

const SETS = new Map<string, ReadonlySet<Permission>>(
  Object.entries(ROLE_PERMISSIONS).map(([role, permissions]) => [role, new Set<Permission>(permissions)]),
);

/** What somebody may hold who is confined to projects: whatever a role gives that can be. */
export const PROJECT_PERMISSIONS: ReadonlySet<Permission> = new Set<Permission>([
  ...EDITOR,
  ...ROLE_PERMISSIONS.resolver,
]);

/** The permissions of a role. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return SETS.get(role)!;
}

/** True for a role that a token or a service account of a tenant may carry. */
export function isTenantRole(value: unknown): value is TenantRole {
  return (TENANT_ROLES as readonly unknown[]).includes(value);
}
