import type { ConnectorRegistry, JsonSchema } from '#connector-sdk';
import type { ConnectionView, ListedConnection } from '#core';
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
import { answerSchema, orNull, schemaRef } from './object-schema.js';

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
    updated_by: ACTOR,
    updated_at: TIMESTAMP,
    version: VERSION,
    last_check: { ...orNull(schemaRef('LastCheck')), description: 'Null where none was made.' },
  };
  const view = answerSchema<ConnectionView>('A connection. It never holds a secret.', members);
  const listed = answerSchema<ListedConnection>('A connection in a list of a project.', {
    ...members,
    resolved_from: { ...OWN_SCOPE, description: 'With `include=global`: where it comes from.' },
  });
  return {
    ConnectionView: view,
    ListedConnection: { ...listed, required: Object.keys(members) },
  };
}
