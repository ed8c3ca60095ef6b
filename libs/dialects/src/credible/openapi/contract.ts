import type { ContractDocument } from '#http';
import { CREDIBLE_OPERATIONS } from './operations.js';
import { credibleSchemas } from './schemas.js';

export const CREDIBLE_CONTRACT: ContractDocument = {
  name: 'credible',
  title: 'Credible',
  description:
    'Connections of a project by their names, for clients of the Credible admin API and of Malloy. Secrets are never answered.',
  operations: CREDIBLE_OPERATIONS,
  schemas: credibleSchemas(),
};
