import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import {
  CheckSettings,
  ProberSettings,
  SchedulesModule,
  TableDiscoveryModule,
  WorkerJobsModule,
} from '#core';
import { TenantDatabase } from '#platform/database';
import { SecretRegistry } from '#platform/logging';
import { Vault } from '#platform/vault';

/** What the jobs stand on, made before the container is. */
export interface WorkerParts {
  readonly database: TenantDatabase;
  readonly vault: Vault;
  readonly connectors: ConnectorRegistry;
  readonly checks: CheckSettings;
  readonly probers: ProberSettings;
  readonly secrets: SecretRegistry;
}

@Global()
@Module({})
class WorkerPartsModule {}

/** The part of the application that does jobs: core without the API. */
@Module({})
export class WorkerModule {
  static with(parts: WorkerParts): DynamicModule {
    const providers = [
      { provide: TenantDatabase, useValue: parts.database },
      { provide: Vault, useValue: parts.vault },
      { provide: ConnectorRegistry, useValue: parts.connectors },
      { provide: CheckSettings, useValue: parts.checks },
      { provide: ProberSettings, useValue: parts.probers },
      { provide: SecretRegistry, useValue: parts.secrets },
    ];
    const parted = { module: WorkerPartsModule, providers, exports: providers.map(({ provide }) => provide) };
    return {
      module: WorkerModule,
      imports: [parted, TableDiscoveryModule, WorkerJobsModule, SchedulesModule],
    };
  }
}
