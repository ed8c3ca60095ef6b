import type { JsonSchema } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import { TEXT, VERSION } from './common-schemas.js';
import { answerSchema, arrayOf, schemaRef } from './object-schema.js';

/** The shape of every error (RFC 9457). Some errors add members, so it is open. */
export const PROBLEM_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  FieldError: answerSchema<FieldError>('One broken rule.', {
    path: { ...TEXT, description: 'Where, dotted.', examples: ['payload.host'] },
    rule: { ...TEXT, description: 'Which rule.', examples: ['required'] },
    message: { ...TEXT, description: 'For people. It never holds the value.' },
  }),
  Problem: {
    type: 'object',
    description: 'An error (RFC 9457). Programs decide by `code`; `detail` is for people.',
    properties: {
      type: { const: 'about:blank' },
      title: { ...TEXT, description: 'The words of the status.' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: TEXT,
      code: { ...TEXT, pattern: '^[a-z_]+$', examples: ['validation_failed'] },
      request_id: TEXT,
      errors: { ...arrayOf(schemaRef('FieldError')), description: 'The broken rules of a body or a query.' },
      version: { ...VERSION, description: 'On `version_mismatch`: the stored version.' },
      check: { ...schemaRef('CheckView'), description: 'On `check_failed`: how it went.' },
      connections: {
        description: 'On a conflict: how many connections are in the way, or which.',
        anyOf: [{ type: 'integer', minimum: 0 }, arrayOf(schemaRef('CredentialUser'))],
      },
      credentials: { type: 'integer', minimum: 0, description: 'On `project_not_empty`: how many.' },
      hidden: {
        type: 'integer',
        minimum: 0,
        description: 'On `credential_in_use`: how many you do not see.',
      },
    },
    required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  },
};
