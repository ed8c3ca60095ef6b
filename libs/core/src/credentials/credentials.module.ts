import { Module } from '@nestjs/common';
import { LeaseRecordsModule } from '../leases/lease-records.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { CredentialListsRepository } from './credential-lists.repository.js';
import { CredentialUsageRepository } from './credential-usage.repository.js';
import { CredentialsRepository } from './credentials.repository.js';
import { CredentialsService } from './credentials.service.js';
import { OpenCredentials } from './open-credentials.js';
import { SharedCredentials } from './shared-credentials.js';

@Module({
  imports: [LeaseRecordsModule, ProjectsModule],
  providers: [
    CredentialsRepository,
    CredentialListsRepository,
    CredentialUsageRepository,
    CredentialsService,
    SharedCredentials,
    OpenCredentials,
  ],
  exports: [
    CredentialsRepository,
    CredentialUsageRepository,
    CredentialsService,
    SharedCredentials,
    OpenCredentials,
  ],
})
export class CredentialsModule {}
