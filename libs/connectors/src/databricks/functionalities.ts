import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What Databricks lets a client do around a load into Delta tables. */
export const DATABRICKS_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'FULL',
    reason: 'Delta tables have no indexes, no triggers and no enforced keys: nothing slows a load down.',
    capabilities: [],
  }),
  idempotentWriting({
    applicability: 'FULL',
    reason: 'Each statement is a transaction of its table, and INSERT OVERWRITE replaces in one.',
    capabilities: [
      { name: 'DATA_TRUNCATION', reason: 'TRUNCATE TABLE; the former version stays in the history.' },
      { name: 'DATA_DELETION', reason: 'DELETE FROM, with or without a condition.' },
      { name: 'SCHEMA_MANAGEMENT', reason: 'CREATE and DROP SCHEMA and TABLE, CREATE OR REPLACE TABLE.' },
    ],
  }),
];
