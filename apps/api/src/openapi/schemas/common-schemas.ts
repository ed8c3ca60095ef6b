import type { JsonSchema } from '#connector-sdk';
import { FILE_PATH_PATTERN, MAX_FILE_PATH, TENANT_ROLES } from '#core';

/** Ids stay below 2^53, so that every JSON reader keeps them whole. */
export const ID: JsonSchema = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };

export const TEXT: JsonSchema = { type: 'string' };

export const NAME: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description: '1 to 255 characters without control characters; outer white space is cut off.',
};

export const PROJECT_NAME: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  pattern: '^[a-zA-Z0-9_-]+$',
};

export const SLUG: JsonSchema = {
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9_-]{0,62}$',
  examples: ['acme'],
};

export const FILE_PATH: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: MAX_FILE_PATH,
  pattern: FILE_PATH_PATTERN,
  description: 'Names with `/` between them; a slash stands in an address as it is, or encoded.',
  examples: ['keys/warehouse.json'],
};

export const TIMESTAMP: JsonSchema = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  description: 'UTC with milliseconds.',
  examples: ['2026-05-23T11:03:01.000Z'],
};

export const VERSION: JsonSchema = {
  type: 'integer',
  minimum: 1,
  description: 'Rises with every change; also the `ETag`.',
};

export const OWN_SCOPE: JsonSchema = { type: 'string', enum: ['PROJECT', 'GLOBAL'] };

export const PROJECT_ID_OR_ZERO: JsonSchema = {
  type: 'integer',
  minimum: 0,
  description: 'The project, or 0 for GLOBAL.',
};

export const ACTOR: JsonSchema = {
  type: 'string',
  description: "A user's e-mail address, or `name@tenant` for a service account.",
};

export const TENANT_ROLE: JsonSchema = { type: 'string', enum: TENANT_ROLES };

export const OPEN_OBJECT: JsonSchema = { type: 'object' };
