import { Module } from '@nestjs/common';
import { TenantsModule } from '../tenants/tenants.module.js';
import { IdentityProvidersRepository } from './identity-providers.repository.js';
import { IdentityProvidersService } from './identity-providers.service.js';

@Module({
  imports: [TenantsModule],
  providers: [IdentityProvidersRepository, IdentityProvidersService],
  exports: [IdentityProvidersRepository, IdentityProvidersService],
})
export class IdentityProvidersModule {}
