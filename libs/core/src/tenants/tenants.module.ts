import { Module } from '@nestjs/common';
import { DecidedSettings } from './decided-settings.service.js';
import { TenantDirectory } from './tenant-directory.js';
import { TenantsRepository } from './tenants.repository.js';
import { TenantsService } from './tenants.service.js';

@Module({
  providers: [TenantsRepository, TenantDirectory, TenantsService, DecidedSettings],
  exports: [TenantsRepository, TenantDirectory, TenantsService, DecidedSettings],
})
export class TenantsModule {}
