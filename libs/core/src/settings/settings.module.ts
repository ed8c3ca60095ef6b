import { Module } from '@nestjs/common';
import { TenantsModule } from '../tenants/tenants.module.js';
import { StoredExamplesRepository } from './stored-examples.repository.js';
import { TenantSettingsService } from './tenant-settings.service.js';

@Module({
  imports: [TenantsModule],
  providers: [TenantSettingsService, StoredExamplesRepository],
  exports: [TenantSettingsService],
})
export class SettingsModule {}
