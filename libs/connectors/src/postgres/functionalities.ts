import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What PostgreSQL lets the owner of a table do around a load; all of it takes part in transactions. */
export const POSTGRES_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'FULL',
    reason: 'COPY loads in bulk, and everything that slows it down can be dropped or disabled by the owner.',
    capabilities: [
      {
        name: 'IDENTITY_WRITING',
        reason: 'OVERRIDING SYSTEM VALUE writes identity columns, and COPY always does.',
      },
      { name: 'INDEX_MANAGEMENT', reason: 'Indexes are dropped and made again from pg_get_indexdef.' },
      {
        name: 'FOREIGN_KEY_MANAGEMENT',
        reason: 'Foreign keys are dropped and added again; switching them off is for superusers.',
      },
      {
        name: 'UNIQUE_CONSTRAINT_MANAGEMENT',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'A unique constraint cannot be dropped while a foreign key refers to it.',
      },
      { name: 'TRIGGER_MANAGEMENT', reason: 'ALTER TABLE … DISABLE TRIGGER USER is open to the owner.' },
    ],
  }),
  idempotentWriting({
    applicability: 'FULL',
    reason: 'Emptying and writing fit in one transaction, so a failed load leaves what was there.',
    capabilities: [
      {
        name: 'DATA_TRUNCATION',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'TRUNCATE refuses a table that a foreign key of another one refers to.',
      },
      { name: 'DATA_DELETION', reason: 'DELETE works on every table, and more slowly.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'Foreign keys are dropped and added again.' },
      { name: 'SCHEMA_MANAGEMENT', reason: 'CREATE and DROP SCHEMA and TABLE are transactional.' },
    ],
  }),
];
