import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { FilesModule } from '../files/files.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { CheckPoliciesService } from './check-policies.service.js';
import { CheckJob } from './check-job.js';
import { CheckPlanner } from './check-planner.js';
import { CheckRunner } from './check-runner.js';
import { ChecksRepository } from './checks.repository.js';
import { ChecksService } from './checks.service.js';
import { KnownHostsRepository } from './known-hosts.repository.js';
import { KnownHostsService } from './known-hosts.service.js';
import { ProberPool } from './pool/prober-pool.js';
import { TestedWritesService } from './tested-writes.service.js';

@Module({
  imports: [ConnectionsModule, CredentialsModule, FilesModule, ProjectsModule, TenantsModule],
  providers: [
    ChecksRepository,
    KnownHostsRepository,
    ProberPool,
    CheckJob,
    CheckPlanner,
    CheckPoliciesService,
    CheckRunner,
    ChecksService,
    KnownHostsService,
    TestedWritesService,
  ],
  exports: [
    CheckJob,
    CheckPlanner,
    CheckRunner,
    CheckPoliciesService,
    ChecksService,
    KnownHostsService,
    TestedWritesService,
    ProberPool,
  ],
})
export class ChecksModule {}
