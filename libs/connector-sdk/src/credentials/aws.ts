import { randomUUID } from 'node:crypto';

import { Either } from '../fields/object-rules.js';
import { Secret, Text } from '../fields/text-fields.js';
import type { TextFormat } from '../formats/text-format.js';
import type { JsonObject } from '../json/json.js';
import { defineCredentialType } from './define-credential-type.js';

/** Any partition; names and paths as IAM allows them (IAM user guide, "IAM identifiers"). */
const ROLE_ARN: TextFormat = {
  pattern: '^arn:aws[a-z-]{0,16}:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,576}$',
  max: 2048,
  means: 'the ARN of a role such as arn:aws:iam::123456789012:role/reader',
};

const ACCESS_KEY = { label: 'Access key id', max: 128, open: true };
const SECRET_KEY = { label: 'Secret access key', characters: 'line' } as const;
const SESSION_TOKEN = { label: 'Session token', characters: 'line' } as const;

/** An access key alone, for places where no role can be assumed. */
export class AwsKeys {
  @Text({ ...ACCESS_KEY, required: true })
  access_key!: string;

  @Secret({ ...SECRET_KEY, required: true })
  secret_key!: string;

  @Secret(SESSION_TOKEN)
  session_token?: string;
}

@Either({ required: ['access_key', 'secret_key'], optional: ['session_token'] }, { required: ['role_arn'] })
class Aws {
  @Text(ACCESS_KEY)
  access_key?: string;

  @Secret(SECRET_KEY)
  secret_key?: string;

  @Secret(SESSION_TOKEN)
  session_token?: string;

  @Text({
    label: 'Role',
    format: ROLE_ARN,
    open: true,
    help: 'Instead of keys: a role to assume, with an external id that the server makes',
  })
  role_arn?: string;
}

function namesRole(payload: JsonObject): boolean {
  return Object.hasOwn(payload, 'role_arn');
}

/**
 * An access key, or a role to assume. The role's trust policy must ask for the external id, which the
 * server makes: were it the caller's to choose, one tenant could name another's role and id (IAM user
 * guide, "The confused deputy problem").
 */
export const AWS = defineCredentialType({
  type: 'AWS',
  title: 'AWS access key or role',
  payload: Aws,
  example: { access_key: 'AKIAEXAMPLE', secret_key: 'example-secret-key' },
  needsIdentity: namesRole,
  serverFields: {
    external_id: (payload) => (namesRole(payload) ? `patchbay-${randomUUID()}` : undefined),
  },
});
