import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What a file system with a hierarchical namespace lets a client do around a load. */
export const ADLS_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'FULL',
    reason: 'Files go up in parallel parts, and there is nothing beside them that would slow that down.',
    capabilities: [],
  }),
  idempotentWriting({
    applicability: 'FULL',
    reason: 'A folder can be written aside and renamed into its place in one step.',
    capabilities: [
      { name: 'DATA_TRUNCATION', reason: 'Creating a file where one is replaces it.' },
      { name: 'DATA_DELETION', reason: 'A folder is deleted with all that it holds.' },
      {
        name: 'SCHEMA_MANAGEMENT',
        reason: 'A folder takes the place of a schema, and is made and removed freely.',
      },
    ],
  }),
];
