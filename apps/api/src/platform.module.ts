import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import { AccessSettings, CheckSettings, ProberSettings, TokenSettings } from '#core';
import { IdempotencyStore } from '#http';
import { DataSource, TenantDatabase } from '#platform/database';
import { SecretRegistry } from '#platform/logging';
import { Vault } from '#platform/vault';
import type { AppOptions } from './app.options.js';
import { checkSettings, proberSettings } from '../../worker/src/check.options.js';
import { MetricsSettings } from './rest/metrics/metrics-settings.js';

/** What every module stands on: the database under row-level security, the vault, the registry, the settings, the answers to keep. */
@Global()
@Module({})
export class PlatformModule {
  static with(options: AppOptions): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        {
          provide: TenantDatabase,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new TenantDatabase(dataSource),
        },
        {
          provide: Vault,
          inject: [TenantDatabase],
          useFactory: (database: TenantDatabase) => new Vault(options.keys, database),
        },
        {
          provide: AccessSettings,
          useFactory: () => new AccessSettings(options.platformAdminKey, options.issuers),
        },
        { provide: TokenSettings, useFactory: () => new TokenSettings(options.publicUrl, options.keys) },
        { provide: CheckSettings, useFactory: () => checkSettings(options.checks) },
        { provide: ProberSettings, useFactory: () => proberSettings(options.checks) },
        { provide: SecretRegistry, useValue: options.secrets ?? new SecretRegistry() },
        { provide: ConnectorRegistry, useValue: options.connectors },
        IdempotencyStore,
        { provide: MetricsSettings, useValue: new MetricsSettings(options.config.metricsToken) },
      ],
      exports: [
        TenantDatabase,
        Vault,
        AccessSettings,
        TokenSettings,
        CheckSettings,
        ProberSettings,
        SecretRegistry,
        ConnectorRegistry,
        IdempotencyStore,
        MetricsSettings,
      ],
    };
  }
}
