import type { ConnectorRegistry, JsonSchema } from '#connector-sdk';
import { ACCESS_ANSWERS } from './access-answers.js';
import { ACCESS_BODIES } from './access-bodies.js';
import { AUDIT_ANSWERS } from './audit-answers.js';
import { SETTINGS_SCHEMAS } from './settings-schemas.js';
import { CHECK_SCHEMAS } from './check-schemas.js';
import { DISCOVERY_SCHEMAS } from './discovery-schemas.js';
import { connectionAnswers } from './connection-answers.js';
import { connectionBodies } from './connection-bodies.js';
import { connectionTypeAnswers } from './connection-type-answers.js';
import { CREDENTIAL_ANSWERS } from './credential-answers.js';
import { credentialBodies } from './credential-bodies.js';
import { FILE_SCHEMAS } from './file-schemas.js';
import { IDENTITY_PROVIDER_SCHEMAS } from './identity-provider-schemas.js';
import { bodySchema } from './object-schema.js';
import { QUOTA_SCHEMAS } from './quota-schemas.js';
import { LEASE_SCHEMAS } from './lease-schemas.js';
import { PROBLEM_SCHEMAS } from './problem-schema.js';
import { TOKEN_SCHEMAS } from './token-schemas.js';

/** Every schema of the document, by its name. */
export function componentSchemas(registry: ConnectorRegistry): Record<string, JsonSchema> {
  return {
    ...connectionBodies(registry),
    ...connectionAnswers(registry),
    ...connectionTypeAnswers(registry),
    ...credentialBodies(registry),
    ...CREDENTIAL_ANSWERS,
    ...FILE_SCHEMAS,
    ...ACCESS_BODIES,
    ...ACCESS_ANSWERS,
    ...AUDIT_ANSWERS,
    ...CHECK_SCHEMAS,
    ...DISCOVERY_SCHEMAS,
    ...SETTINGS_SCHEMAS,
    ...QUOTA_SCHEMAS,
    ...TOKEN_SCHEMAS,
    ...LEASE_SCHEMAS,
    ...IDENTITY_PROVIDER_SCHEMAS,
    ...PROBLEM_SCHEMAS,
    Message: bodySchema('That it was done.', { message: { type: 'string' } }, ['message']),
    Health: bodySchema('That it runs.', { status: { const: 'ok' } }, ['status']),
  };
}
