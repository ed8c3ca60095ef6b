import type { Type } from '@nestjs/common';
import type { ContractSource } from '#http';
import { CredibleModule } from './credible/credible.module.js';
import { DatabaseConnectionsModule } from './database-connections/database-connections.module.js';
import { SynthoModule } from './syntho/syntho.module.js';

/** The modules of the dialects, for the application to import. */
export const DIALECT_MODULES: readonly Type[] = [DatabaseConnectionsModule, CredibleModule, SynthoModule];

/** What the dialects say of themselves in OpenAPI. */
export const DIALECT_CONTRACTS: readonly ContractSource[] = [
  {
    name: 'database-connections',
    load: async () =>
      (await import('./database-connections/openapi/document.js')).DATABASE_CONNECTIONS_DOCUMENT,
  },
  {
    name: 'credible',
    load: async () => (await import('./credible/openapi/contract.js')).CREDIBLE_CONTRACT,
  },
  { name: 'syntho', load: async () => (await import('./syntho/openapi/contract.js')).SYNTHO_CONTRACT },
];
