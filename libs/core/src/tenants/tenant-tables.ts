/**
 * Every table with rows of tenants, in the order in which a tenant's rows can go: its data keys first,
 * then whatever refers to others before what is referred to.
 */
export const TENANT_TABLES = [
  'data_keys',
  'idempotency_keys',
  'checks',
  'leases',
  'lease_clocks',
  'catalog_changes',
  'catalog_tables',
  'jobs',
  'ssh_known_hosts',
  'connection_versions',
  'connection_secrets',
  'connections',
  'credential_destinations',
  'credential_versions',
  'credentials',
  'identity_providers',
  'service_accounts',
  'projects',
  'tenant_usage',
  'audit_events',
  'audit_heads',
] as const;
