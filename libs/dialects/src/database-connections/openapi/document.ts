import type { ContractDocument } from '#http';
import { OPERATIONS } from './operations.js';
import { SCHEMAS } from './schemas.js';

/** The contract that Dataherald's and KAI's clients speak. */
export const DATABASE_CONNECTIONS_DOCUMENT: ContractDocument = {
  name: 'database-connections',
  title: 'Database connections',
  description:
    'Database connections by URI, and descriptions of their tables. A request works in the project that the caller is bound to, or that `X-Patchbay-Project` names; else in GLOBAL scope.',
  operations: OPERATIONS,
  schemas: SCHEMAS,
};
