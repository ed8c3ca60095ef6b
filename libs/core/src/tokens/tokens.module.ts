import { Module } from '@nestjs/common';
import { TenantsModule } from '../tenants/tenants.module.js';
import { AccessTokens } from './access-tokens.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { SigningKeys } from './signing-keys.service.js';

@Module({
  imports: [TenantsModule],
  providers: [SigningKeysRepository, SigningKeys, AccessTokens],
  exports: [SigningKeys, AccessTokens],
})
export class TokensModule {}
