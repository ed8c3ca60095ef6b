import type { ConnectorRegistry, JsonSchema } from '#connector-sdk';
import type { ConnectionVersionView, ConnectionView, ListedConnection } from '#core';
import {
  ACTOR,
  ID,
  NAME,
  OPEN_OBJECT,
  OWN_SCOPE,
  PROJECT_ID_OR_ZERO,
  TEXT,
  TIMESTAMP,
  VERSION,
} from './common-schemas.js';
import { DISCOVERY_SETTINGS, INDEXING_STATUS } from './discovery-schemas.js';
import { answerSchema, arrayOf, orNull, schemaRef } from './object-schema.js';

/** Connections as they are answered. */
export function connectionAnswers(registry: ConnectorRegistry): Record<string, JsonSchema> {
  const members: Record<keyof ConnectionView, JsonSchema> = {
    id: ID,
    project_id: PROJECT_ID_OR_ZERO,
    name: NAME,
    scope: OWN_SCOPE,
    created_by: ACTOR,
    created_at: TIMESTAMP,
    type: { type: 'string', enum: registry.types() },
    payload: { ...OPEN_OBJECT, description: 'As it was given, without its secrets.' },
    db_type: { ...orNull(TEXT), description: "The engine's name; null for object stores and lake formats." },
    transport: { ...orNull(OPEN_OBJECT), description: 'As it was given, without its secrets.' },
    credential_id: orNull(ID),
    lease_policy: schemaRef('LeasePolicy'),
    updated_by: ACTOR,
    updated_at: TIMESTAMP,
    version: VERSION,
    ...DISCOVERY_SETTINGS,
    indexing_status: INDEXING_STATUS,
    indexing_status_last_updated: TIMESTAMP,
    health: { ...orNull(schemaRef('ConnectionHealth')), description: 'Null where none was made.' },
    last_check: { ...orNull(schemaRef('LastCheck')), description: 'Null where none was made.' },
  };
  const view = answerSchema<ConnectionView>('A connection. It never holds a secret.', members);
  const listed = answerSchema<ListedConnection>('A connection in a list.', {
    ...members,
    resolved_from: { ...OWN_SCOPE, description: 'With `include=global`: where it comes from.' },
    deleted_at: { ...TIMESTAMP, description: 'With `deleted=true`: when it was deleted.' },
    deleted_by: ACTOR,
    purge_at: { ...TIMESTAMP, description: 'With `deleted=true`: until when it can be restored.' },
  });
  return {
    ConnectionView: view,
    ConnectionVersionView: versionSchema(members),
    ListedConnection: { ...listed, required: Object.keys(members) },
  };
}

function versionSchema(connection: Record<keyof ConnectionView, JsonSchema>): JsonSchema {
  const { name, type, project_id, scope, payload, db_type, transport, credential_id } = connection;
  return answerSchema<ConnectionVersionView>('What a connection is, or was. It never holds a secret.', {
    version: { type: 'integer', minimum: 1 },
    current: { type: 'boolean', description: 'Whether the connection has this version now.' },
    changed_by: ACTOR,
    changed_at: TIMESTAMP,
    changed: {
      ...orNull(arrayOf(TEXT)),
      description: 'Paths of what differs from the version before; null for the first.',
    },
    name,
    type,
    project_id,
    scope,
    payload,
    db_type,
    transport,
    credential_id,
    secret_versions: {
      type: 'object',
      description: 'By path, which version of each secret belonged to it.',
      additionalProperties: { type: 'integer', minimum: 1 },
    },
  });
}
