import { Module } from '@nestjs/common';
import { ProjectsModule } from '../projects/projects.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { Authenticator } from './authenticator.js';
import { ServiceAccountsRepository } from './service-accounts.repository.js';
import { ServiceAccountsService } from './service-accounts.service.js';

@Module({
  imports: [TenantsModule, ProjectsModule],
  providers: [Authenticator, ServiceAccountsRepository, ServiceAccountsService],
  exports: [Authenticator, ServiceAccountsService],
})
export class AccessModule {}
