import type { JsonSchema } from '#connector-sdk';
import {
  LEASE_STATUSES,
  type LeaseChange,
  type LeaseChanges,
  type LeaseView,
  type LeasedFile,
  type OpenedLease,
  type WrappedLease,
} from '#core';
import {
  ACTOR,
  FILE_PATH,
  ID,
  NAME,
  OPEN_OBJECT,
  OWN_SCOPE,
  PROJECT_ID_OR_ZERO,
  TEXT,
  TIMESTAMP,
  VERSION,
} from './common-schemas.js';
import { answerSchema, arrayOf, bodySchema, orNull, schemaRef } from './object-schema.js';

const SECONDS: JsonSchema = { type: 'integer', minimum: 1, maximum: 86_400 };

const REQUEST: Record<string, JsonSchema> = {
  purpose: { type: 'string', minLength: 1, maxLength: 200, description: 'What for; it stands in the audit.' },
  ttl_seconds: {
    ...orNull(SECONDS),
    description:
      'At most `max_lease_seconds` of the tenant; more is refused. Absent: 900, or that if it is less.',
  },
  wrap: {
    type: 'boolean',
    default: false,
    description: 'True: answers a token that opens the secrets once.',
  },
};

const SECRETS_INCLUDED: JsonSchema = { ...OPEN_OBJECT, description: 'With its secrets.' };
const WRAP_TOKEN: JsonSchema = {
  type: 'string',
  pattern: '^pbw_[1-9]\\d*-[1-9]\\d*_[A-Za-z0-9_-]{43}$',
};

const OPENED = answerSchema<Omit<OpenedLease, 'files'>>('The connection with its secrets.', {
  lease_id: ID,
  expires_at: TIMESTAMP,
  type: TEXT,
  db_type: orNull(TEXT),
  payload: SECRETS_INCLUDED,
  transport: orNull(SECRETS_INCLUDED),
  credential: orNull(
    bodySchema('The opened credential.', { type: TEXT, payload: SECRETS_INCLUDED }, ['type', 'payload']),
  ),
  version: { ...VERSION, description: "The connection's." },
  resolved_from: OWN_SCOPE,
});

/** Leases, and who may have them. */
export const LEASE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  LeaseRequest: bodySchema('What is leased, and what for.', REQUEST, ['purpose']),
  NamedLeaseRequest: bodySchema('What is leased, and what for.', { name: NAME, ...REQUEST }, [
    'name',
    'purpose',
  ]),
  LeaseRenewal: bodySchema('For how long from now.', { ttl_seconds: REQUEST['ttl_seconds']! }),
  Unwrap: bodySchema('What was handed on.', { token: TEXT }, ['token']),
  EmptyBody: bodySchema('Nothing.', {}),
  LeaseAnswer: { anyOf: [schemaRef('OpenedLease'), schemaRef('WrappedLease')] },
  OpenedLease: {
    ...OPENED,
    properties: {
      ...(OPENED['properties'] as Record<string, JsonSchema>),
      files: {
        ...arrayOf(schemaRef('LeasedFile')),
        description: 'Where a source of this type is made of files: those that there are.',
      },
    },
  },
  LeasedFile: answerSchema<LeasedFile>('A file that the connection names.', {
    path: FILE_PATH,
    version: VERSION,
    size: { type: 'integer', minimum: 1, description: 'Bytes.' },
    digest: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'SHA-256.' },
    content: {
      ...orNull({ type: 'string', contentEncoding: 'base64' }),
      description: 'Null for a file over 5 MiB.',
    },
  }),
  WrappedLease: answerSchema<WrappedLease>('A token that opens the secrets once.', {
    wrap_token: WRAP_TOKEN,
    expires_at: {
      ...TIMESTAMP,
      description: 'When the token ends. The time of the lease begins when it is opened.',
    },
    lease_id: ID,
  }),
  LeaseView: answerSchema<LeaseView>('A lease, without what was leased.', {
    id: ID,
    connection_id: ID,
    project_id: PROJECT_ID_OR_ZERO,
    connection_version: VERSION,
    secret_version: { type: 'integer', minimum: 0, description: 'Of the credential; 0 where there is none.' },
    purpose: TEXT,
    status: { type: 'string', enum: LEASE_STATUSES },
    ttl_seconds: SECONDS,
    holder: ACTOR,
    created_by: ACTOR,
    created_at: TIMESTAMP,
    expires_at: { ...TIMESTAMP, description: 'Of a wrapped lease: when its token ends.' },
    changed_at: {
      ...orNull(TIMESTAMP),
      description: 'When the connection or its credential last changed since, or the lease was revoked.',
    },
    revoked_at: orNull(TIMESTAMP),
    revoked_by: orNull(ACTOR),
    revoke_reason: {
      anyOf: [
        { enum: ['revoked', 'connection_deleted', 'credential_deleted', 'holder_deleted'] },
        { type: 'null' },
      ],
    },
  }),
  LeaseChanges: answerSchema<LeaseChanges>('What happened, and where to go on.', {
    changes: arrayOf(
      answerSchema<LeaseChange>('What happened to a lease.', {
        lease_id: ID,
        connection_id: ID,
        change: { enum: ['changed', 'revoked'], description: 'Lease it anew, or stop using it.' },
        reason: { ...orNull(TEXT), description: 'Why it was revoked.' },
        at: TIMESTAMP,
      }),
    ),
    cursor: { ...TEXT, description: 'For `since` of the next call.' },
  }),
  RevokedLeases: bodySchema('How many there were.', { revoked: { type: 'integer', minimum: 0 } }, [
    'revoked',
  ]),
  LeasePolicy: {
    description: 'Which resolvers may lease it: each one that sees it, or these service accounts alone.',
    oneOf: [
      bodySchema('Each one that sees it.', { mode: { const: 'scope' } }, ['mode']),
      bodySchema(
        'These service accounts alone.',
        { mode: { const: 'listed' }, service_account_ids: { ...arrayOf(ID), maxItems: 100 } },
        ['mode', 'service_account_ids'],
      ),
    ],
  },
};
