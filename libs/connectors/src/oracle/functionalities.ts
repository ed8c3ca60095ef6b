import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What Oracle lets the owner of a table do around a load; every DDL statement commits by itself. */
export const ORACLE_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'FULL',
    reason: 'Direct-path inserts load in bulk, and constraints and triggers can be disabled in place.',
    capabilities: [
      {
        name: 'IDENTITY_WRITING',
        reason: 'A GENERATED ALWAYS column is changed to BY DEFAULT for the load, and back.',
      },
      {
        name: 'INDEX_MANAGEMENT',
        reason: 'ALTER INDEX … UNUSABLE and REBUILD, with SKIP_UNUSABLE_INDEXES; not for unique ones.',
      },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'DISABLE CONSTRAINT and ENABLE CONSTRAINT.' },
      {
        name: 'UNIQUE_CONSTRAINT_MANAGEMENT',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'A unique constraint cannot be disabled while an enabled foreign key refers to it.',
      },
      { name: 'TRIGGER_MANAGEMENT', reason: 'ALTER TABLE … DISABLE ALL TRIGGERS and ENABLE ALL TRIGGERS.' },
    ],
  }),
  idempotentWriting({
    applicability: 'PARTIAL',
    reason: 'A schema is a user: making one takes rights that a writer seldom has.',
    capabilities: [
      {
        name: 'DATA_TRUNCATION',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'TRUNCATE refuses a table that an enabled foreign key refers to, and it commits.',
      },
      { name: 'DATA_DELETION', reason: 'DELETE takes part in transactions where TRUNCATE does not.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'DISABLE CONSTRAINT and ENABLE CONSTRAINT.' },
    ],
  }),
];
