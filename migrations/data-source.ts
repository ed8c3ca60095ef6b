import { DataSource } from 'typeorm';
import { CreateTenancy1763712000000 } from './1763712000000-CreateTenancy.js';
import { CreateConnections1763712060000 } from './1763712060000-CreateConnections.js';
import { CreateAudit1763712120000 } from './1763712120000-CreateAudit.js';
import { GrantWorker1763712180000 } from './1763712180000-GrantWorker.js';
import { CreateChecks1763712240000 } from './1763712240000-CreateChecks.js';
import { AddCredentialServerFields1763712300000 } from './1763712300000-AddCredentialServerFields.js';
import { CreateSigningKeys1763712420000 } from './1763712420000-CreateSigningKeys.js';
import { CreateLeases1763712480000 } from './1763712480000-CreateLeases.js';
import { CreateConnectionVersions1763712600000 } from './1763712600000-CreateConnectionVersions.js';
import { CreateIdempotencyKeys1763712660000 } from './1763712660000-CreateIdempotencyKeys.js';
import { ChainAudit1763712720000 } from './1763712720000-ChainAudit.js';
import { CreateQuotas1763712780000 } from './1763712780000-CreateQuotas.js';
import { CreateIdentityProviders1763712810000 } from './1763712810000-CreateIdentityProviders.js';
import { SoftDeleteConnections1763712900000 } from './1763712900000-SoftDeleteConnections.js';
import { CreateDiscovery1763713020000 } from './1763713020000-CreateDiscovery.js';
import { GrantScheduledChecks1763713080000 } from './1763713080000-GrantScheduledChecks.js';
import { AddConnectionAttributes1763713140000 } from './1763713140000-AddConnectionAttributes.js';
import { CreateFiles1763713260000 } from './1763713260000-CreateFiles.js';
import { RevokeSigningKeys1763713320000 } from './1763713320000-RevokeSigningKeys.js';
import { AppendAuditEvents1763713410000 } from './1763713410000-AppendAuditEvents.js';
import { MarkCatalogTables1763713500000 } from './1763713500000-MarkCatalogTables.js';
import { type DatabaseTarget, dataSourceOptions } from '#platform/database';

const MIGRATIONS = [
  CreateTenancy1763712000000,
  CreateConnections1763712060000,
  CreateAudit1763712120000,
  GrantWorker1763712180000,
  CreateChecks1763712240000,
  AddCredentialServerFields1763712300000,
  CreateSigningKeys1763712420000,
  CreateLeases1763712480000,
  CreateConnectionVersions1763712600000,
  CreateIdempotencyKeys1763712660000,
  ChainAudit1763712720000,
  CreateQuotas1763712780000,
  CreateIdentityProviders1763712810000,
  SoftDeleteConnections1763712900000,
  CreateDiscovery1763713020000,
  GrantScheduledChecks1763713080000,
  AddConnectionAttributes1763713140000,
  CreateFiles1763713260000,
  RevokeSigningKeys1763713320000,
  AppendAuditEvents1763713410000,
  MarkCatalogTables1763713500000,
];

export const MIGRATIONS_TABLE = 'patchbay_migrations';

/** The names of all migrations, the oldest first. */
export function migrationNames(): string[] {
  return MIGRATIONS.map((migration) => migration.name);
}

/** The data source that migrates: it connects as the owner of the tables, and knows no entity. */
export function migrationDataSource(owner: DatabaseTarget): DataSource {
  return new DataSource({
    ...dataSourceOptions(owner, { pool: 2, applicationName: 'patchbay-migrate' }),
    migrations: MIGRATIONS,
    migrationsTableName: MIGRATIONS_TABLE,
    migrationsTransactionMode: 'each',
  });
}
