import type { Type } from '@nestjs/common';
import type { ContractDocument } from '#http';
import { CredibleModule } from './credible/credible.module.js';
import { CREDIBLE_CONTRACT } from './credible/openapi/contract.js';
import { DatabaseConnectionsModule } from './database-connections/database-connections.module.js';
import { DATABASE_CONNECTIONS_DOCUMENT } from './database-connections/openapi/document.js';
import { SYNTHO_CONTRACT, SynthoModule } from './syntho/index.js';

/** The modules of the dialects, for the application to import. */
export const DIALECT_MODULES: readonly Type[] = [DatabaseConnectionsModule, CredibleModule, SynthoModule];

/** What the dialects say of themselves in OpenAPI. */
export const DIALECT_CONTRACTS: readonly ContractDocument[] = [
  DATABASE_CONNECTIONS_DOCUMENT,
  CREDIBLE_CONTRACT,
  SYNTHO_CONTRACT,
];
