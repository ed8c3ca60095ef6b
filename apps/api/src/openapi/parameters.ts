import { type ConnectorRegistry, type JsonObject, type JsonSchema, credentialTypes } from '#connector-sdk';
import { JOB_STATES, LEASE_STATUSES, LIST_SORTS, TABLE_STATUSES } from '#core';
import { FILE_PATH, ID, SLUG, TEXT } from './schemas/common-schemas.js';
import { KEY_ID } from './schemas/token-schemas.js';

const MAX_ITEMS = 1000;
const CURSOR_CHARACTERS = 2048;
const BOOLEAN: JsonSchema = { type: 'string', enum: ['true', 'false'] };

/** Parameters of paths, by the name that stands in braces. */
export function pathParameter(name: string, registry: ConnectorRegistry): JsonObject {
  const schemas: Record<string, JsonSchema> = {
    tenant: SLUG,
    slug: SLUG,
    version: { type: 'integer', minimum: 1 },
    type: { type: 'string', enum: registry.types() },
    path: FILE_PATH,
    keyId: KEY_ID,
  };
  return { name, in: 'path', required: true, schema: schemas[name] ?? ID };
}

/** Reusable parameters: queries and request headers. */
export function componentParameters(registry: ConnectorRegistry): Record<string, JsonObject> {
  const date: JsonSchema = { type: 'string', format: 'date-time' };
  return {
    type: query('type', 'Of this type alone.', { type: 'string', enum: registry.types() }),
    expiring_within: query(
      'expiring_within',
      'Those alone that end within so many days, or have ended; as far as they say so.',
      { type: 'string', pattern: '^[0-9]{1,4}d$', examples: ['30d'] },
    ),
    credentialType: query('type', 'Of this type alone.', {
      type: 'string',
      enum: credentialTypes().map(({ type }) => type),
    }),
    scope: query('scope', 'Of this scope alone.', { type: 'string', enum: ['PROJECT', 'GLOBAL'] }),
    name: query('name', 'Of this name alone; upper and lower case are the same.', TEXT),
    created_by: query('created_by', 'Made by this principal alone.', TEXT),
    sort: query('sort', 'The order.', { type: 'string', enum: LIST_SORTS, default: 'id' }),
    include: query('include', 'Also the GLOBAL connections.', { type: 'string', enum: ['global'] }),
    limit: query('limit', 'Most items of a page.', {
      type: 'integer',
      minimum: 1,
      maximum: MAX_ITEMS,
      default: MAX_ITEMS,
    }),
    cursor: query('cursor', 'Where the page before ended; follow the `Link` header.', {
      type: 'string',
      maxLength: CURSOR_CHARACTERS,
    }),
    action: query('action', 'Of this action alone, such as `connection.create`.', TEXT),
    entity: query('entity', 'About this kind of object alone, such as `connection`.', TEXT),
    entity_id: query('entity_id', 'About the object of this id alone.', TEXT),
    actor: query('actor', 'Of this actor alone.', TEXT),
    since: query('since', 'Not before.', date),
    until: query('until', 'Before.', date),
    deleted: query('deleted', 'The deleted ones that can be restored, instead of the others.', BOOLEAN),
    erase: query('erase', 'Destroys it now, with its secrets; also one that is deleted.', BOOLEAN),
    force: query('force', 'Erases what the tenant holds.', BOOLEAN),
    test: query('test', 'Stores it only if its check passes.', BOOLEAN),
    async: query('async', 'Answers at once with a check to ask for.', BOOLEAN),
    deadline_ms: query('deadline_ms', 'Most milliseconds of the check.', {
      type: 'integer',
      minimum: 1_000,
      maximum: 60_000,
      default: 15_000,
    }),
    schema: query('schema', 'Of this schema alone.', TEXT),
    tableName: query('name', 'Of this name alone.', TEXT),
    tableStatus: query('status', 'Of this status alone.', { type: 'string', enum: [...TABLE_STATUSES] }),
    breaking: query('breaking', 'Breaking changes alone, or the others.', BOOLEAN),
    connectionId: query('connection_id', 'Of this connection alone.', ID),
    jobState: query('state', 'Of this state alone.', { type: 'string', enum: [...JOB_STATES] }),
    host: { ...query('host', 'The SSH server.', TEXT), required: true },
    port: query('port', 'Its port.', { type: 'integer', minimum: 1, maximum: 65_535, default: 22 }),
    idempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'Makes it safe to send the request again, for 24 hours: it happens once, and each repetition is answered what the first was. A secret is shown once. Each caller has keys of its own; a failure is not kept.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
    },
    connection_id: query('connection_id', 'Of this connection alone.', ID),
    status: query('status', 'That are so now.', { type: 'string', enum: LEASE_STATUSES }),
    leasesSince: query('since', 'The `cursor` of the answer before.', {
      type: 'string',
      maxLength: CURSOR_CHARACTERS,
    }),
    wait_seconds: query('wait_seconds', 'How long to wait for something to happen.', {
      type: 'integer',
      minimum: 0,
      maximum: 30,
      default: 0,
    }),
    ifNoneMatch: {
      name: 'If-None-Match',
      in: 'header',
      description:
        'The `ETag` of an earlier lease: while you hold one of what is there now, the answer is 304.',
      schema: TEXT,
      example: '"3.1"',
    },
    knownTag: {
      name: 'If-None-Match',
      in: 'header',
      description: 'An `ETag` that is known already: where it still holds, 304 without a body is answered.',
      schema: TEXT,
      example: '"1"',
    },
    ifMatch: {
      name: 'If-Match',
      in: 'header',
      description: 'Versions that the change is meant for, as in `ETag`; another one stored is 412.',
      schema: TEXT,
      example: '"1"',
    },
  };
}

function query(name: string, description: string, schema: JsonSchema): JsonObject {
  return { name, in: 'query', description, schema };
}
