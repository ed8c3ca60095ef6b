import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What SQL Server lets a client with ALTER on a table do around a load. */
export const MSSQL_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'FULL',
    reason: 'Bulk copy is in the protocol, and indexes, keys and triggers can be disabled in place.',
    capabilities: [
      { name: 'IDENTITY_WRITING', reason: 'SET IDENTITY_INSERT ON, for one table of a session at a time.' },
      { name: 'INDEX_MANAGEMENT', reason: 'ALTER INDEX … DISABLE and REBUILD, for nonclustered ones.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'NOCHECK CONSTRAINT, then WITH CHECK CHECK CONSTRAINT.' },
      {
        name: 'UNIQUE_CONSTRAINT_MANAGEMENT',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'Disabling the index of a unique constraint disables the foreign keys that refer to it.',
      },
      { name: 'TRIGGER_MANAGEMENT', reason: 'DISABLE TRIGGER ALL and ENABLE TRIGGER ALL.' },
    ],
  }),
  idempotentWriting({
    applicability: 'FULL',
    reason: 'TRUNCATE, DELETE and DDL take part in transactions.',
    capabilities: [
      {
        name: 'DATA_TRUNCATION',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'TRUNCATE refuses a table that a foreign key refers to, disabled or not: it must be dropped.',
      },
      { name: 'DATA_DELETION', reason: 'DELETE works while disabled foreign keys refer to the table.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'Foreign keys are dropped and added again.' },
      { name: 'SCHEMA_MANAGEMENT', reason: 'CREATE and DROP SCHEMA and TABLE.' },
    ],
  }),
];
