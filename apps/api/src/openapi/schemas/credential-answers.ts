import { type JsonSchema, credentialTypes } from '#connector-sdk';
import type { CredentialUsage, CredentialView } from '#core';
import { ACTOR, ID, NAME, OWN_SCOPE, PROJECT_ID_OR_ZERO, TIMESTAMP, VERSION } from './common-schemas.js';
import { answerSchema, arrayOf, orNull, schemaRef } from './object-schema.js';

type CredentialUser = CredentialUsage['connections'][number];

/** Credentials as they are answered. */
export const CREDENTIAL_ANSWERS: Readonly<Record<string, JsonSchema>> = {
  CredentialView: answerSchema<CredentialView>('A credential. It never holds a secret.', {
    id: ID,
    name: { ...orNull(NAME), description: 'Null for one that belongs to a single connection.' },
    type: { type: 'string', enum: credentialTypes().map(({ type }) => type) },
    scope: OWN_SCOPE,
    project_id: PROJECT_ID_OR_ZERO,
    inline: { type: 'boolean', description: 'True while it belongs to one connection alone.' },
    version: VERSION,
    fingerprint: {
      type: 'string',
      pattern: '^[0-9a-f]{32}$',
      description: 'A keyed digest of the secret: another value means another secret.',
    },
    server_fields: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description:
        'What the server adds to the payload: `external_id` where it holds `role_arn`, for the trust policy of the role. Not secret.',
    },
    expires_at: {
      ...orNull(TIMESTAMP),
      description:
        'When it stops being of use: the earliest end of its certificates, of a shared access signature (`se`) and of a JSON Web Token (`exp`). Null where it does not say.',
    },
    created_by: ACTOR,
    created_at: TIMESTAMP,
    updated_by: ACTOR,
    updated_at: TIMESTAMP,
  }),
  CredentialUser: answerSchema<CredentialUser>('A connection that uses a credential.', {
    id: ID,
    name: NAME,
    project_id: PROJECT_ID_OR_ZERO,
  }),
  CredentialUsage: answerSchema<CredentialUsage>('Who uses a credential.', {
    connections: arrayOf(schemaRef('CredentialUser')),
    hidden: {
      type: 'integer',
      minimum: 0,
      description: 'How many more there are in projects that you do not see.',
    },
  }),
};
