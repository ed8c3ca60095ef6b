import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What SAP ASE lets the owner of a table do around a load. */
export const SYBASE_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'FULL',
    reason: 'Bulk copy is fast once a table has neither indexes nor active triggers, and both can be had.',
    capabilities: [
      { name: 'IDENTITY_WRITING', reason: 'SET IDENTITY_INSERT ON, for one table of a session at a time.' },
      { name: 'INDEX_MANAGEMENT', reason: 'Indexes are dropped and made again; they cannot be disabled.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'Referential constraints are dropped and added again.' },
      {
        name: 'UNIQUE_CONSTRAINT_MANAGEMENT',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'A unique constraint cannot be dropped while a referential one needs it.',
      },
      { name: 'TRIGGER_MANAGEMENT', reason: 'ALTER TABLE … DISABLE TRIGGER and ENABLE TRIGGER.' },
    ],
  }),
  idempotentWriting({
    applicability: 'PARTIAL',
    reason: 'A schema is a user: there is none to make and drop around a load.',
    capabilities: [
      {
        name: 'DATA_TRUNCATION',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'TRUNCATE TABLE refuses a table that a referential constraint refers to.',
      },
      { name: 'DATA_DELETION', reason: 'DELETE works on every table, and is logged row by row.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'Referential constraints are dropped and added again.' },
    ],
  }),
];
