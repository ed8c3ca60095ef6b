import { errorAt } from '../fields/field-error.js';
import { Either } from '../fields/object-rules.js';
import { Secret, Text } from '../fields/text-fields.js';
import type { TextFormat } from '../formats/text-format.js';
import { CREDENTIAL_PATH, defineCredentialType } from './define-credential-type.js';

/** Any partition; names and paths as IAM allows them (IAM user guide, "IAM identifiers"). */
const ROLE_ARN: TextFormat = {
  pattern: '^arn:aws[a-z-]{0,16}:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,576}$',
  max: 2048,
  means: 'the ARN of a role such as arn:aws:iam::123456789012:role/reader',
};

@Either({ required: ['access_key', 'secret_key'], optional: ['session_token'] }, { required: ['role_arn'] })
class Aws {
  @Text({ label: 'Access key id', max: 128, open: true })
  access_key?: string;

  @Secret({ label: 'Secret access key', characters: 'line' })
  secret_key?: string;

  @Secret({ label: 'Session token', characters: 'line' })
  session_token?: string;

  @Text({
    label: 'Role',
    format: ROLE_ARN,
    open: true,
    help: 'Instead of keys: a role to assume, with an external id that the server makes',
  })
  role_arn?: string;
}

/** An access key, or a role to assume. */
export const AWS = defineCredentialType({
  type: 'AWS',
  title: 'AWS access key or role',
  payload: Aws,
  example: { access_key: 'AKIAEXAMPLE', secret_key: 'example-secret-key' },
  before: (value) =>
    Object.hasOwn(value, 'external_id')
      ? [errorAt(`${CREDENTIAL_PATH}.external_id`, { name: 'read_only', message: 'is made by the server' })]
      : [],
});
