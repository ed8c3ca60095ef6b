import { AuditEventEntity, AuditHeadEntity } from '#platform/audit';
import { DataKeyEntity } from '#platform/vault';
import { ServiceAccountEntity } from './access/service-account.entity.js';
import { CheckEntity } from './checks/check.entity.js';
import { SshKnownHostEntity } from './checks/ssh-known-host.entity.js';
import { ConnectionSecretEntity } from './connections/connection-secret.entity.js';
import { ConnectionVersionEntity } from './connections/connection-version.entity.js';
import { ConnectionEntity } from './connections/connection.entity.js';
import { CredentialDestinationEntity } from './credentials/credential-destination.entity.js';
import { CredentialVersionEntity } from './credentials/credential-version.entity.js';
import { CredentialEntity } from './credentials/credential.entity.js';
import { LeaseEntity } from './leases/lease.entity.js';
import { IdentityProviderEntity } from './identity-providers/identity-provider.entity.js';
import { ProjectEntity } from './projects/project.entity.js';
import { TenantUsageEntity } from './quotas/tenant-usage.entity.js';
import { TenantEntity } from './tenants/tenant.entity.js';

/** Every table that TypeORM maps, for the data source and for the drift check. */
export const ENTITIES = [
  TenantEntity,
  ProjectEntity,
  ServiceAccountEntity,
  IdentityProviderEntity,
  DataKeyEntity,
  CredentialEntity,
  CredentialVersionEntity,
  CredentialDestinationEntity,
  ConnectionEntity,
  ConnectionSecretEntity,
  ConnectionVersionEntity,
  CheckEntity,
  SshKnownHostEntity,
  LeaseEntity,
  AuditEventEntity,
  AuditHeadEntity,
  TenantUsageEntity,
];
