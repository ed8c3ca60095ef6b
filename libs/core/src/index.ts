export { AccessModule } from './access/access.module.js';
export { AccessSettings } from './access/access-settings.js';
export { type AuthenticationRequest, Authenticator, type Caller } from './access/authenticator.js';
export {
  ClientCredentialsService,
  type TokenAnswer,
  type TokenRequest,
} from './access/client-credentials.service.js';
export { DEFAULT_CLAIM_NAMES } from './access/claims.js';
export type { TrustedIssuer } from './access/issuer.js';
export { OAUTH_ERRORS, type OAuthErrorCode, oauthError } from './access/oauth-error.js';
export {
  PERMISSIONS,
  type Permission,
  TENANT_ROLES,
  type TenantRole,
  isTenantRole,
} from './access/permissions.js';
export {
  type NewServiceAccount,
  type ServiceAccountView,
  type ServiceAccountWithKey,
  ServiceAccountsService,
} from './access/service-accounts.service.js';
export { AuditEventsModule } from './audit/audit-events.module.js';
export { AuditChainService, type AuditVerification, type ChainBreak } from './audit/audit-chain.service.js';
export { type AuditEventView, AuditEventsService } from './audit/audit-events.service.js';
export { AuditExportsService } from './audit/audit-exports.service.js';
export { ReadAuditService } from './audit/read-audit.service.js';
export type { CheckRun } from './checks/check-runner.js';
export { CheckSettings } from './checks/check-settings.js';
export type { CheckRunView, CheckServer, CheckView, StepView } from './checks/check-view.js';
export { CheckPoliciesService } from './checks/check-policies.service.js';
export type { CheckPolicyView } from './checks/check-policy.js';
export { ChecksModule } from './checks/checks.module.js';
export { type ExplainContext, explainStep } from './checks/explain-step.js';
export { ChecksService } from './checks/checks.service.js';
export { type KnownHostView, KnownHostsService } from './checks/known-hosts.service.js';
export type { PlannedCheck } from './checks/planned-check.js';
export type { ErrandTaker } from './checks/pool/errand-desk.js';
export { ProberPool } from './checks/pool/prober-pool.js';
export { DEFAULT_LIMITS, type ProberLimits, ProberSettings } from './checks/pool/prober-settings.js';
export { type DecidingRun, TestedWritesService } from './checks/tested-writes.service.js';
export type { DiscoverySettings } from './connections/discovery-settings.js';
export type { AttributeChanges } from './connections/attributes/attribute-changes.js';
export {
  ConnectionAttributes,
  type ReadAttributes,
} from './connections/attributes/connection-attributes.repository.js';
export { isSecretToken, SecretTokenIssuer, SecretTokens } from './connections/secret-tokens.js';
export type { LastCheck } from './connections/last-check.js';
export { LIST_SORTS, type ListSort } from './connections/connection-list.js';
export {
  type ConnectionListRequest,
  ConnectionListsService,
  type ConnectionPage,
  type ListedConnection,
} from './connections/connection-lists.service.js';
export { ConnectionRemovalsService } from './connections/connection-removals.service.js';
export { ConnectionMovesService } from './connections/connection-moves.service.js';
export { ConnectionUpdatesService, type UpdateManner } from './connections/connection-updates.service.js';
export {
  type ConnectionVersionPage,
  ConnectionVersionsService,
} from './connections/connection-versions.service.js';
export type { ConnectionVersionView } from './connections/connection-version-view.js';
export type { ConnectionView } from './connections/connection-view.js';
export { ConnectionsModule } from './connections/connections.module.js';
export { ConnectionsService } from './connections/connections.service.js';
export { VersionRestoresService } from './connections/version-restores.service.js';
export type { CredentialView } from './credentials/credential-view.js';
export { CredentialsModule } from './credentials/credentials.module.js';
export { type CredentialUsage, CredentialsService } from './credentials/credentials.service.js';
export { type OpenCredential, OpenCredentials } from './credentials/open-credentials.js';
export { ENTITIES } from './entities.js';
export { FILE_PATH_PATTERN, MAX_FILE_PATH } from './files/file-path.js';
export { FileUploadsService, type UploadedFileView } from './files/file-uploads.service.js';
export type { FileUse } from './files/file-secrets.js';
export type { FileUserView, FileView } from './files/file-view.js';
export { FilesModule } from './files/files.module.js';
export { type FilePage, FilesService } from './files/files.service.js';
export type { Upload } from './files/read-upload.js';
export { type LeaseListRequest, HeldLeasesService } from './leases/held-leases.service.js';
export type { LeasePolicy } from './leases/lease-policy.js';
export type { LeaseChange } from './leases/lease-changes.repository.js';
export { type LeaseChanges, LeaseChangesService } from './leases/lease-changes.service.js';
export { LeaseWaiters } from './leases/lease-waiters.js';
export { type AnsweredLease, LeaseReplaysService } from './leases/lease-replays.service.js';
export { LEASE_STATUSES, type LeaseStatus, type LeaseView } from './leases/lease-view.js';
export { LeasesModule } from './leases/leases.module.js';
export { type LeaseOutcome, LeasesService, type WrappedLease } from './leases/leases.service.js';
export type { LeasedFile, OpenedLease } from './leases/open-lease.js';
export { WrappedLeasesService } from './leases/wrapped-leases.service.js';
export { type IdentityProviderView } from './identity-providers/identity-provider-view.js';
export { IdentityProvidersModule } from './identity-providers/identity-providers.module.js';
export {
  type IdentityProviderChanges,
  type IdentityProviderInput,
  IdentityProvidersService,
} from './identity-providers/identity-providers.service.js';
export { PROVIDER_ALGORITHMS } from './identity-providers/provider-rules.js';
export { Maintenance } from './maintenance/maintenance.js';
export {
  type CatalogChangeView,
  type ColumnView,
  type FoundColumnView,
  type TableDetailsView,
  type TableView,
} from './discovery/catalog-view.js';
export { DiscoveredWritesService } from './discovery/discovered-writes.service.js';
export { DiscoveryService } from './discovery/discovery.service.js';
export {
  type BrowsedTable,
  CatalogBrowseRepository,
  type TablePlace,
} from './discovery/catalog-browse.repository.js';
export { IndexedWritesService } from './discovery/indexed-writes.service.js';
export { TableDiscoveryModule } from './discovery/discovery.module.js';
export {
  type TableChoice,
  type TableDetailsRequest,
  TableDetailsService,
} from './discovery/table-details.service.js';
export { INDEXING_STATUSES, type IndexingStatus } from './discovery/indexing-status.js';
export { TABLE_STATUSES, type TableStatus } from './discovery/table-status.js';
export {
  type ChangeListRequest,
  type Page,
  type TableListRequest,
  TablesService,
} from './discovery/tables.service.js';
export { JOB_KINDS, JOB_STATES, type JobError, type JobKind, type JobState } from './jobs/job-row.js';
export { DEFAULT_JOB_LIMITS, type JobLimits, JobRunner } from './jobs/job-runner.js';
export { WorkerJobs, WorkerJobsModule } from './jobs/worker-jobs.js';
export type { JobView } from './jobs/job-view.js';
export { JobsModule } from './jobs/jobs.module.js';
export { type JobPatience, JobWaits } from './jobs/job-waits.service.js';
export { JobsService } from './jobs/jobs.service.js';
export { ProjectScopes } from './projects/project-scopes.js';
export { ProjectsModule } from './projects/projects.module.js';
export { type ProjectView, ProjectsService } from './projects/projects.service.js';
export { QuotasModule } from './quotas/quotas.module.js';
export {
  DEFAULT_QUOTAS,
  MAX_QUOTA,
  QUOTA_NAMES,
  type QuotaName,
  type Quotas,
  type QuotasView,
} from './quotas/quotas.js';
export { QuotasService, type QuotaUse, type UsageView } from './quotas/quotas.service.js';
export { giveQuota, takeQuota } from './quotas/take-quota.js';
export { SettingsModule } from './settings/settings.module.js';
export { type TenantSettings, type TenantSettingsChanges, settingsOf } from './settings/tenant-settings.js';
export { TenantSettingsService } from './settings/tenant-settings.service.js';
export { TENANT_TABLES } from './tenants/tenant-tables.js';
export { TenantsModule } from './tenants/tenants.module.js';
export type { PlatformAuditEvent } from './tenants/tenants.repository.js';
export { type PlatformActor, TenantsService, type TenantView } from './tenants/tenants.service.js';
export { AccessTokens } from './tokens/access-tokens.js';
export { type PublishedKey, type SigningKeyView, SigningKeys } from './tokens/signing-keys.service.js';
export { TokenSettings } from './tokens/token-settings.js';
export { TokensModule } from './tokens/tokens.module.js';
export { ENTITY_TAG } from './versioning/entity-tag.js';
export { type Precondition, parseIfMatch } from './versioning/precondition.js';
export type { ConnectionHealth } from './connections/connection-health.js';
export { Schedules } from './scheduling/schedules.js';
export { SchedulesModule } from './scheduling/schedules.module.js';
