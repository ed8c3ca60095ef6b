import type { Scope } from '#platform/scope';
import type { TenantHead } from '../tenants/tenants.repository.js';

/** The scope of work that the service does in a tenant on its own account; `purpose` names it in the audit. */
export function systemScope(tenant: TenantHead, purpose: string, requestId = purpose): Scope {
  return {
    tenantId: tenant.id,
    tenant: tenant.slug,
    principal: { kind: 'system', id: purpose, name: `patchbay/${purpose}`, role: 'system' },
    permissions: new Set(),
    projects: 'all',
    accessEpoch: tenant.accessEpoch,
    settings: tenant.settings,
    requestId,
  };
}
