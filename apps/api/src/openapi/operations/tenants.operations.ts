import type { TenantsController } from '../../rest/tenants/tenants.controller.js';
import { type Operations, list, one, versioned } from '../operation.js';

export const TENANT_OPERATIONS: Operations<TenantsController> = {
  create: {
    id: 'createTenant',
    summary: 'Create a tenant',
    body: { schema: 'NewTenant', examples: { Acme: { value: { slug: 'acme', name: 'Acme' } } } },
    status: 201,
    answer: versioned('TenantView'),
    conflicts: ['tenant_exists'],
  },
  list: { id: 'listTenants', summary: 'List all tenants', answer: list('TenantView') },
  get: { id: 'getTenant', summary: 'Show a tenant', answer: versioned('TenantView') },
  update: {
    id: 'updateTenant',
    summary: 'Rename, suspend or resume a tenant',
    description: 'A suspension holds from the answer on, for every request of the tenant.',
    conditional: true,
    body: { schema: 'TenantUpdate', examples: { Suspend: { value: { status: 'suspended' } } } },
    answer: versioned('TenantView'),
  },
  remove: {
    id: 'deleteTenant',
    summary: 'Delete a tenant',
    description:
      'One that holds connections is refused, unless `force=true`: then all of it is erased at once.',
    query: ['force'],
    conditional: true,
    answer: one('Message'),
    conflicts: ['tenant_not_empty'],
  },
  auditEvents: {
    id: 'listPlatformAuditEvents',
    summary: "List what the platform's administrator did",
    description: 'The newest first.',
    query: ['limit'],
    answer: list('PlatformAuditEvent'),
  },
};
