import type { JsonSchema } from '#connector-sdk';
import { DEFAULT_QUOTAS, MAX_QUOTA, QUOTA_NAMES, type QuotasView, type UsageView } from '#core';
import { answerSchema, bodySchema, orNull } from './object-schema.js';

const COUNT: JsonSchema = { type: 'integer', minimum: 0 };

const QUOTAS = Object.fromEntries(
  QUOTA_NAMES.map((name) => [
    name,
    {
      ...orNull({ ...COUNT, maximum: MAX_QUOTA }),
      description: `Null is the default, ${DEFAULT_QUOTAS[name]}.`,
    },
  ]),
) as unknown as Record<keyof QuotasView, JsonSchema>;

const USE: JsonSchema = {
  type: 'object',
  properties: { used: COUNT, limit: COUNT },
  required: ['used', 'limit'],
  additionalProperties: false,
};

/** How much a tenant may have, and has. */
export const QUOTA_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  QuotasView: answerSchema<QuotasView>('What was decided on how much a tenant may have.', QUOTAS),
  Quotas: bodySchema('The quotas from now on.', QUOTAS),
  UsageView: answerSchema<UsageView>(
    'What the tenant uses, of what it may; for each minute, in this one.',
    Object.fromEntries(QUOTA_NAMES.map((name) => [name, USE])) as Record<keyof UsageView, JsonSchema>,
  ),
};
