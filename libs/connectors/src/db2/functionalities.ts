import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What Db2 for Linux, UNIX and Windows lets the owner of a table do around a load. */
export const DB2_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'PARTIAL',
    reason: 'Triggers can be dropped but not disabled.',
    capabilities: [
      {
        name: 'IDENTITY_WRITING',
        reason: 'A GENERATED ALWAYS column is altered to BY DEFAULT for the load, and back.',
      },
      { name: 'INDEX_MANAGEMENT', reason: 'Indexes are dropped and made again; they cannot be disabled.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'ALTER FOREIGN KEY … NOT ENFORCED, then ENFORCED.' },
      {
        name: 'UNIQUE_CONSTRAINT_MANAGEMENT',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'Dropping a unique constraint drops the foreign keys that refer to it.',
      },
    ],
  }),
  idempotentWriting({
    applicability: 'FULL',
    reason: 'Tables can be emptied or made again by their owner.',
    capabilities: [
      {
        name: 'DATA_TRUNCATION',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'TRUNCATE … IMMEDIATE refuses the parent of an enforced foreign key, and must come first.',
      },
      { name: 'DATA_DELETION', reason: 'DELETE works on every table, and more slowly.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'ALTER FOREIGN KEY … NOT ENFORCED, then ENFORCED.' },
      { name: 'SCHEMA_MANAGEMENT', reason: 'CREATE and DROP SCHEMA and TABLE take part in transactions.' },
    ],
  }),
];
