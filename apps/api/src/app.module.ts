import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  AccessModule,
  AuditEventsModule,
  ChecksModule,
  ConnectionsModule,
  CredentialsModule,
  ENTITIES,
  FilesModule,
  LeasesModule,
  IdentityProvidersModule,
  JobsModule,
  ProjectsModule,
  QuotasModule,
  SettingsModule,
  TableDiscoveryModule,
  TenantsModule,
  TokensModule,
} from '#core';
import { DIALECT_MODULES } from '#dialects';
import { dataSourceOptions } from '#platform/database';
import type { AppOptions } from './app.options.js';
import { AccessGuard } from './http/access.guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestLimiter } from './http/request-limiter.js';
import { RouteTable } from './http/route-table.js';
import { ValidationPipe } from './http/validation.pipe.js';
import { PlatformModule } from './platform.module.js';
import { AuditEventsController } from './rest/audit-events/audit-events.controller.js';
import { AuthController } from './rest/auth/auth.controller.js';
import { CheckPoliciesController } from './rest/checks/check-policies.controller.js';
import { ChecksController } from './rest/checks/checks.controller.js';
import { KnownHostsController } from './rest/checks/known-hosts.controller.js';
import { ConnectionTypesController } from './rest/connection-types/connection-types.controller.js';
import { ConnectionVersionsController } from './rest/connections/connection-versions.controller.js';
import { ConnectionsController } from './rest/connections/connections.controller.js';
import { CredentialsController } from './rest/credentials/credentials.controller.js';
import { CatalogController } from './rest/catalog/catalog.controller.js';
import { FilesController } from './rest/files/files.controller.js';
import { HealthController } from './rest/health/health.controller.js';
import { HeldLeasesController } from './rest/leases/held-leases.controller.js';
import { LeaseChangesController } from './rest/leases/lease-changes.controller.js';
import { LeasesController } from './rest/leases/leases.controller.js';
import { UnwrapController } from './rest/leases/unwrap.controller.js';
import { IdentityProvidersController } from './rest/identity-providers/identity-providers.controller.js';
import { Metrics } from './rest/metrics/metrics.js';
import { MetricsController } from './rest/metrics/metrics.controller.js';
import { JobsController } from './rest/jobs/jobs.controller.js';
import { ProjectsController } from './rest/projects/projects.controller.js';
import { QuotasController } from './rest/quotas/quotas.controller.js';
import { UsageController } from './rest/quotas/usage.controller.js';
import { ServiceAccountsController } from './rest/service-accounts/service-accounts.controller.js';
import { SettingsController } from './rest/settings/settings.controller.js';
import { SigningKeysController } from './rest/signing-keys/signing-keys.controller.js';
import { TenantsController } from './rest/tenants/tenants.controller.js';
import { DiscoveryController } from './rest/tokens/discovery.controller.js';
import { TokenController } from './rest/tokens/token.controller.js';

/** The whole application: the only place that names every module. */
@Module({})
export class AppModule {
  static with(options: AppOptions): DynamicModule {
    const database = dataSourceOptions(options.database, {
      pool: options.config.dbPool,
      applicationName: 'patchbay-api',
      pipeline: true,
      impatient: true,
    });
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRoot({ ...database, entities: ENTITIES, retryAttempts: 0 }),
        PlatformModule.with(options),
        DiscoveryModule,
        TerminusModule.forRoot({ errorLogStyle: 'json', logger: false }),
        TenantsModule,
        ProjectsModule,
        TokensModule,
        IdentityProvidersModule,
        AccessModule,
        CredentialsModule,
        ConnectionsModule,
        ChecksModule,
        FilesModule,
        LeasesModule,
        AuditEventsModule,
        SettingsModule,
        QuotasModule,
        JobsModule,
        TableDiscoveryModule,
        ...DIALECT_MODULES,
      ],
      controllers: [
        TenantsController,
        CheckPoliciesController,
        ProjectsController,
        ServiceAccountsController,
        ChecksController,
        KnownHostsController,
        ConnectionsController,
        ConnectionVersionsController,
        CredentialsController,
        FilesController,
        LeasesController,
        HeldLeasesController,
        LeaseChangesController,
        UnwrapController,
        ConnectionTypesController,
        CatalogController,
        JobsController,
        AuditEventsController,
        SettingsController,
        QuotasController,
        UsageController,
        AuthController,
        TokenController,
        DiscoveryController,
        SigningKeysController,
        IdentityProvidersController,
        HealthController,
        MetricsController,
      ],
      providers: [
        Metrics,
        RequestLimiter,
        RouteTable,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: ValidationPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
