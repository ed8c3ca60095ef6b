import type { JsonSchema } from '#connector-sdk';
import type { AuditEventView, AuditVerification, ChainBreak, PlatformAuditEvent } from '#core';
import { ACTOR, ID, OPEN_OBJECT, SLUG, TEXT, TIMESTAMP } from './common-schemas.js';
import { answerSchema, orNull, schemaRef } from './object-schema.js';

const SNAPSHOT: JsonSchema = { ...orNull(OPEN_OBJECT), description: 'The object as it would be answered.' };

const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
const HASH: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };

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
    sequence: { ...COUNT, minimum: 1, description: "Counts the tenant's events, without gaps." },
    hash: { ...HASH, description: 'Of the event and the hash before it.' },
  }),
  AuditVerification: answerSchema<AuditVerification>('Whether the audit trail is as it was written.', {
    ok: { type: 'boolean' },
    checked: { ...COUNT, description: 'How many events were looked at.' },
    from_sequence: { ...COUNT, minimum: 1, description: 'What is before was purged.' },
    to_sequence: COUNT,
    head_hash: HASH,
    unkeyed: { ...COUNT, description: 'Events from before the chain had keys: they prove less.' },
    broken: orNull(schemaRef('AuditChainBreak')),
  }),
  AuditChainBreak: answerSchema<ChainBreak>('The first event that is not as it was written.', {
    sequence: COUNT,
    id: { ...orNull(ID), description: 'Null for an event that is gone.' },
    reason: { type: 'string', enum: ['changed', 'unlinked', 'missing', 'inserted', 'purge_unsealed'] },
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
