import { Module } from '@nestjs/common';
import { LeaseRecordsModule } from '../leases/lease-records.module.js';
import { IdentityProvidersModule } from '../identity-providers/identity-providers.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AccountProofs } from './account-proofs.js';
import { Authenticator } from './authenticator.js';
import { ClientCredentialsService } from './client-credentials.service.js';
import { JwksStore } from './jwks/jwks-store.js';
import { ProviderProofs } from './provider-proofs.js';
import { ServiceAccountRecordsModule } from './service-account-records.module.js';
import { ServiceAccountsService } from './service-accounts.service.js';
import { TokenAuthenticator } from './token-authenticator.js';
import { UserProofs } from './user-proofs.js';

@Module({
  imports: [
    TenantsModule,
    ProjectsModule,
    TokensModule,
    IdentityProvidersModule,
    LeaseRecordsModule,
    ServiceAccountRecordsModule,
  ],
  providers: [
    AccountProofs,
    UserProofs,
    ProviderProofs,
    JwksStore,
    TokenAuthenticator,
    Authenticator,
    ClientCredentialsService,
    ServiceAccountsService,
  ],
  exports: [Authenticator, ClientCredentialsService, ServiceAccountsService, ServiceAccountRecordsModule],
})
export class AccessModule {}
