import { Module } from '@nestjs/common';
import { ServiceAccountRecordsModule } from '../access/service-account-records.module.js';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { LeasePolicies } from '../leases/lease-policies.js';
import { LeaseRecordsModule } from '../leases/lease-records.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { ConnectionAttributes } from './attributes/connection-attributes.repository.js';
import { ConnectionCredentials } from './connection-credentials.js';
import { ConnectionListsService } from './connection-lists.service.js';
import { ConnectionMovesService } from './connection-moves.service.js';
import { ConnectionRemovalsService } from './connection-removals.service.js';
import { DeletedConnectionsRepository } from './deleted-connections.repository.js';
import { ConnectionUpdatesService } from './connection-updates.service.js';
import { ConnectionVersionsRepository } from './connection-versions.repository.js';
import { ConnectionVersionsService } from './connection-versions.service.js';
import { ConnectionsRepository } from './connections.repository.js';
import { ConnectionsService } from './connections.service.js';
import { FormerCredentials } from './former-credentials.js';
import { PartialCredentials } from './partial-credentials.js';
import { SecretTokens } from './secret-tokens.js';
import { VersionRestoresService } from './version-restores.service.js';

@Module({
  imports: [ServiceAccountRecordsModule, CredentialsModule, LeaseRecordsModule, ProjectsModule],
  providers: [
    ConnectionsRepository,
    ConnectionCredentials,
    LeasePolicies,
    ConnectionsService,
    ConnectionListsService,
    ConnectionUpdatesService,
    ConnectionMovesService,
    ConnectionVersionsRepository,
    ConnectionVersionsService,
    FormerCredentials,
    ConnectionRemovalsService,
    DeletedConnectionsRepository,
    VersionRestoresService,
    ConnectionAttributes,
    SecretTokens,
    PartialCredentials,
  ],
  exports: [
    PartialCredentials,
    ConnectionAttributes,
    SecretTokens,
    ConnectionsRepository,
    ConnectionCredentials,
    ConnectionsService,
    ConnectionListsService,
    ConnectionUpdatesService,
    ConnectionMovesService,
    ConnectionVersionsService,
    ConnectionRemovalsService,
    VersionRestoresService,
  ],
})
export class ConnectionsModule {}
