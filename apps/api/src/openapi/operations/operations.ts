import type { ConnectorRegistry } from '#connector-sdk';
import { AuditEventsController } from '../../rest/audit-events/audit-events.controller.js';
import { AuthController } from '../../rest/auth/auth.controller.js';
import { CheckPoliciesController } from '../../rest/checks/check-policies.controller.js';
import { ChecksController } from '../../rest/checks/checks.controller.js';
import { KnownHostsController } from '../../rest/checks/known-hosts.controller.js';
import { ConnectionTypesController } from '../../rest/connection-types/connection-types.controller.js';
import { ConnectionVersionsController } from '../../rest/connections/connection-versions.controller.js';
import { ConnectionsController } from '../../rest/connections/connections.controller.js';
import { CredentialsController } from '../../rest/credentials/credentials.controller.js';
import { CatalogController } from '../../rest/catalog/catalog.controller.js';
import { FilesController } from '../../rest/files/files.controller.js';
import { HealthController } from '../../rest/health/health.controller.js';
import { HeldLeasesController } from '../../rest/leases/held-leases.controller.js';
import { LeaseChangesController } from '../../rest/leases/lease-changes.controller.js';
import { LeasesController } from '../../rest/leases/leases.controller.js';
import { UnwrapController } from '../../rest/leases/unwrap.controller.js';
import { IdentityProvidersController } from '../../rest/identity-providers/identity-providers.controller.js';
import { MetricsController } from '../../rest/metrics/metrics.controller.js';
import { JobsController } from '../../rest/jobs/jobs.controller.js';
import { ProjectsController } from '../../rest/projects/projects.controller.js';
import { QuotasController } from '../../rest/quotas/quotas.controller.js';
import { UsageController } from '../../rest/quotas/usage.controller.js';
import { ServiceAccountsController } from '../../rest/service-accounts/service-accounts.controller.js';
import { SettingsController } from '../../rest/settings/settings.controller.js';
import { SigningKeysController } from '../../rest/signing-keys/signing-keys.controller.js';
import { TenantsController } from '../../rest/tenants/tenants.controller.js';
import { DiscoveryController } from '../../rest/tokens/discovery.controller.js';
import { TokenController } from '../../rest/tokens/token.controller.js';
import type { OperationDescription, Operations } from '../operation.js';
import type { Tag } from '../tags.js';
import { CHECK_OPERATIONS, CHECK_POLICY_OPERATIONS, KNOWN_HOST_OPERATIONS } from './checks.operations.js';
import { CONNECTION_VERSION_OPERATIONS } from './connection-versions.operations.js';
import { connectionOperations } from './connections.operations.js';
import { CATALOG_OPERATIONS, JOB_OPERATIONS } from './catalog.operations.js';
import { CREDENTIAL_OPERATIONS } from './credentials.operations.js';
import { FILE_OPERATIONS } from './files.operations.js';
import { IDENTITY_PROVIDER_OPERATIONS } from './identity-providers.operations.js';
import {
  HELD_LEASE_OPERATIONS,
  LEASE_CHANGES_OPERATIONS,
  LEASE_OPERATIONS,
  UNWRAP_OPERATIONS,
} from './leases.operations.js';
import {
  AUDIT_OPERATIONS,
  AUTH_OPERATIONS,
  CONNECTION_TYPE_OPERATIONS,
  HEALTH_OPERATIONS,
  METRICS_OPERATIONS,
} from './other.operations.js';
import { PROJECT_OPERATIONS } from './projects.operations.js';
import { QUOTA_OPERATIONS, USAGE_OPERATIONS } from './quotas.operations.js';
import { SERVICE_ACCOUNT_OPERATIONS } from './service-accounts.operations.js';
import { SETTINGS_OPERATIONS } from './settings.operations.js';
import { TENANT_OPERATIONS } from './tenants.operations.js';
import { DISCOVERY_OPERATIONS, SIGNING_KEY_OPERATIONS, TOKEN_OPERATIONS } from './tokens.operations.js';

/** A route's description, with the group it belongs to. */
export type TaggedOperation = OperationDescription & { readonly tag: Tag };

/** The description of every route, by its handler: `ConnectionsController.create`. */
export function operationDescriptions(registry: ConnectorRegistry): ReadonlyMap<string, TaggedOperation> {
  return new Map([
    ...of('Platform', TenantsController, TENANT_OPERATIONS),
    ...of('Platform', CheckPoliciesController, CHECK_POLICY_OPERATIONS),
    ...of('Projects', ProjectsController, PROJECT_OPERATIONS),
    ...of('Service accounts', ServiceAccountsController, SERVICE_ACCOUNT_OPERATIONS),
    ...of('Connections', ConnectionsController, connectionOperations(registry)),
    ...of('Connections', ConnectionVersionsController, CONNECTION_VERSION_OPERATIONS),
    ...of('Checks', ChecksController, CHECK_OPERATIONS),
    ...of('Checks', KnownHostsController, KNOWN_HOST_OPERATIONS),
    ...of('Leases', LeasesController, LEASE_OPERATIONS),
    ...of('Leases', UnwrapController, UNWRAP_OPERATIONS),
    ...of('Leases', HeldLeasesController, HELD_LEASE_OPERATIONS),
    ...of('Leases', LeaseChangesController, LEASE_CHANGES_OPERATIONS),
    ...of('Discovery', CatalogController, CATALOG_OPERATIONS),
    ...of('Discovery', JobsController, JOB_OPERATIONS),
    ...of('Credentials', CredentialsController, CREDENTIAL_OPERATIONS),
    ...of('Files', FilesController, FILE_OPERATIONS),
    ...of('Connection types', ConnectionTypesController, CONNECTION_TYPE_OPERATIONS),
    ...of('Settings', SettingsController, SETTINGS_OPERATIONS),
    ...of('Settings', UsageController, USAGE_OPERATIONS),
    ...of('Platform', QuotasController, QUOTA_OPERATIONS),
    ...of('Audit', AuditEventsController, AUDIT_OPERATIONS),
    ...of('Access', AuthController, AUTH_OPERATIONS),
    ...of('Identity providers', IdentityProvidersController, IDENTITY_PROVIDER_OPERATIONS),
    ...of('Access', TokenController, TOKEN_OPERATIONS),
    ...of('Access', DiscoveryController, DISCOVERY_OPERATIONS),
    ...of('Platform', SigningKeysController, SIGNING_KEY_OPERATIONS),
    ...of('Health', HealthController, HEALTH_OPERATIONS),
    ...of('Health', MetricsController, METRICS_OPERATIONS),
  ]);
}

function of<Controller>(
  tag: Tag,
  controller: abstract new (...values: never[]) => Controller,
  operations: Operations<Controller>,
): [string, TaggedOperation][] {
  return Object.entries<OperationDescription>(operations).map(([handler, description]) => [
    `${controller.name}.${handler}`,
    { ...description, tag },
  ]);
}
