import { HOST_KEY_POLICIES, type JsonSchema, TLS_MODES } from '#connector-sdk';
import type {
  CheckPolicyView,
  CheckRunView,
  CheckServer,
  CheckView,
  KnownHostView,
  LastCheck,
  StepView,
} from '#core';
import { ACTOR, ID, PROJECT_ID_OR_ZERO, TEXT, TIMESTAMP, VERSION } from './common-schemas.js';
import { answerSchema, arrayOf, bodySchema, orNull, schemaRef } from './object-schema.js';

const MILLISECONDS: JsonSchema = { type: 'integer', minimum: 0, description: 'Rounded to a bucket.' };
const FINGERPRINT: JsonSchema = { type: 'string', pattern: '^SHA256:' };
const PORT: JsonSchema = { type: 'integer', minimum: 1, maximum: 65_535 };

const STEP = answerSchema<StepView>('One step of a check.', {
  step: { type: 'string', enum: ['resolve', 'connect', 'ssh', 'tls', 'authenticate', 'database', 'list'] },
  status: { type: 'string', enum: ['ok', 'warning', 'failed', 'skipped'] },
  code: { ...orNull(TEXT), description: 'Stable, for programs.', examples: ['auth_failed'] },
  message: { ...orNull(TEXT), description: 'What happened.' },
  hint: { ...orNull(TEXT), description: 'What to do.' },
  ms: MILLISECONDS,
  fingerprint: { ...FINGERPRINT, description: 'Of an SSH host key that is unknown, or that changed.' },
});

const CHECK_POLICY: Readonly<Record<keyof CheckPolicyView, JsonSchema>> = {
  min_tls_mode: {
    ...orNull({ type: 'string', enum: [...TLS_MODES] }),
    description: 'The weakest that acts; null for what each type does by itself.',
  },
  ssh_host_key_policy: {
    ...orNull({ type: 'string', enum: [...HOST_KEY_POLICIES] }),
    description: 'For SSH servers seen for the first time; null for the choice of who tests.',
  },
  egress_allow: {
    ...arrayOf(TEXT),
    maxItems: 100,
    description:
      'Networks (CIDR) and hosts (`db.example`, or `.example` for all beneath), beyond the deployment’s.',
  },
};

/** Checks and the SSH host keys that they go by. */
export const CHECK_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  StepView: { ...STEP, required: ['step', 'status', 'code', 'message', 'hint', 'ms'] },
  CheckServer: answerSchema<CheckServer>('What answered.', { product: TEXT, version: orNull(TEXT) }),
  CheckView: answerSchema<CheckView>('How a check went.', {
    ok: { type: 'boolean' },
    duration_ms: MILLISECONDS,
    server: orNull(schemaRef('CheckServer')),
    steps: arrayOf(schemaRef('StepView')),
  }),
  CheckRunView: answerSchema<CheckRunView>('A check that runs, or ran, on its own.', {
    id: ID,
    status: { type: 'string', enum: ['running', 'done'] },
    type: TEXT,
    project_id: PROJECT_ID_OR_ZERO,
    connection_id: orNull(ID),
    created_by: ACTOR,
    created_at: TIMESTAMP,
    finished_at: orNull(TIMESTAMP),
    result: { ...orNull(schemaRef('CheckView')), description: 'Null while it runs.' },
  }),
  LastCheck: answerSchema<LastCheck>('The last check of a connection.', {
    id: ID,
    ok: { type: 'boolean' },
    code: { ...orNull(TEXT), description: 'Of the first step that failed.' },
    checked_at: TIMESTAMP,
    version: { ...VERSION, description: 'The version that was tested: a later one is untested.' },
  }),
  CheckPolicyView: answerSchema<CheckPolicyView>(
    'What checks of a tenant may reach and must prove.',
    CHECK_POLICY,
  ),
  CheckPolicy: bodySchema('The policy from now on.', CHECK_POLICY),
  KnownHostView: answerSchema<KnownHostView>('The key by which a tenant recognises an SSH server.', {
    host: TEXT,
    port: PORT,
    key_type: { ...orNull(TEXT), description: 'Null where only the fingerprint is known.' },
    fingerprint: FINGERPRINT,
    origin: { type: 'string', enum: ['approved', 'first_use'] },
    created_by: ACTOR,
    created_at: TIMESTAMP,
  }),
  KnownHost: bodySchema(
    'The key to approve.',
    {
      host: TEXT,
      port: { ...PORT, default: 22 },
      host_key: { ...TEXT, description: 'A fingerprint such as `SHA256:…`, or a public key line.' },
    },
    ['host', 'host_key'],
  ),
};
