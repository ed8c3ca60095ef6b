import type { JsonSchema } from '#connector-sdk';
import type { TenantSettings } from '#core';
import { answerSchema, bodySchema, orNull } from './object-schema.js';

const days = (minimum: number, maximum: number): JsonSchema => ({ type: 'integer', minimum, maximum });

const SETTINGS: Readonly<Record<keyof TenantSettings, JsonSchema>> = {
  require_if_match: {
    type: 'boolean',
    description: 'True: a write of what has a version needs `If-Match`; without it 428.',
  },
  deleted_retention_days: { ...days(0, 3_650), description: 'How long what was deleted can be restored.' },
  max_lease_seconds: { type: 'integer', minimum: 1, maximum: 86_400, description: 'The longest lease.' },
  audit_reads: { type: 'boolean', description: 'True: reads are audited too. Reads of secrets always are.' },
  audit_retention_days: {
    ...orNull(days(1, 36_500)),
    description: 'How long audit events are kept; null keeps them.',
  },
  example_rows: {
    type: 'boolean',
    description:
      'True: rows of a discovered table, and values of its columns, may be stored as examples. With false, those that are stored are erased.',
  },
};

const CHANGES = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, schema]) => [name, 'anyOf' in schema ? schema : orNull(schema)]),
) as typeof SETTINGS;

/** What a tenant decides for itself. */
export const SETTINGS_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  SettingsView: answerSchema<TenantSettings>('What the tenant decides.', SETTINGS),
  SettingsUpdate: bodySchema('What changes.', CHANGES),
};
