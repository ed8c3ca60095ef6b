import { Module } from '@nestjs/common';
import { TenantDirectory } from './tenant-directory.js';
import { TenantsRepository } from './tenants.repository.js';
import { TenantsService } from './tenants.service.js';

@Module({
  providers: [TenantsRepository, TenantDirectory, TenantsService],
  exports: [TenantsRepository, TenantDirectory, TenantsService],
})
export class TenantsModule {}
