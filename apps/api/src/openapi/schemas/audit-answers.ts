import type { JsonSchema } from '#connector-sdk';
import type { AuditEventView, PlatformAuditEvent } from '#core';
import { ACTOR, ID, OPEN_OBJECT, SLUG, TEXT, TIMESTAMP } from './common-schemas.js';
import { answerSchema, orNull } from './object-schema.js';

const SNAPSHOT: JsonSchema = { ...orNull(OPEN_OBJECT), description: 'The object as it would be answered.' };

/** Audit events as they are answered. */
export const AUDIT_ANSWERS: Readonly<Record<string, JsonSchema>> = {
  AuditEventView: answerSchema<AuditEventView>('One thing that somebody did in a tenant.', {
    id: ID,
    at: TIMESTAMP,
    actor: ACTOR,
    actor_kind: { type: 'string', enum: ['user', 'service_account', 'platform', 'system'] },
    actor_id: TEXT,
    action: { ...TEXT, examples: ['connection.create'] },
    entity: { ...TEXT, examples: ['connection'] },
    entity_id: TEXT,
    project_id: orNull(ID),
    before: SNAPSHOT,
    after: SNAPSHOT,
    request_id: TEXT,
  }),
  PlatformAuditEvent: answerSchema<PlatformAuditEvent>("One thing that the platform's administrator did.", {
    id: ID,
    at: TIMESTAMP,
    actor: ACTOR,
    action: { ...TEXT, examples: ['tenant.create'] },
    tenant: { ...orNull(SLUG), description: 'Null for what is of no tenant.' },
    before: SNAPSHOT,
    after: SNAPSHOT,
    request_id: TEXT,
  }),
};
