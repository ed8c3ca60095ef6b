import type { FieldError } from '#platform/errors';

import { errorAt } from '../fields/field-error.js';
import { Choice, Secret, Text } from '../fields/text-fields.js';
import { SECRET_MAX } from '../fields/text-kind.js';
import { deepFreeze } from '../json/deep-freeze.js';
import { isJsonObject, type JsonObject } from '../json/json.js';
import type { CredentialType, CredentialUse } from './credential-type.js';
import { CREDENTIAL_PATH, defineCredentialType } from './define-credential-type.js';
import {
  AUTH_URIS,
  CLIENT_CERTIFICATE_URL,
  PROVIDER_CERTIFICATE_URLS,
  TOKEN_URIS,
  UNIVERSES,
} from './google-values.js';

/** The fields of a service account's key file. */
export class ServiceAccountKey {
  @Choice({
    label: 'Type',
    options: ['service_account'],
    open: true,
    help: 'Absent means service_account; other kinds name files, addresses and programs to run',
  })
  type?: string;

  @Text({ label: 'Project id', required: true, open: true })
  project_id!: string;

  @Text({ label: 'Private key id', required: true, open: true })
  private_key_id!: string;

  @Secret({ label: 'Private key', required: true, characters: 'lines' })
  private_key!: string;

  @Text({ label: 'Client e-mail', required: true, open: true })
  client_email!: string;

  @Text({ label: 'Client id', required: true, open: true })
  client_id!: string;

  @Choice({ label: 'Authorization URI', options: AUTH_URIS, open: true })
  auth_uri?: string;

  @Choice({ label: 'Token URI', options: TOKEN_URIS, open: true })
  token_uri?: string;

  @Choice({ label: 'Provider certificates', options: PROVIDER_CERTIFICATE_URLS, open: true })
  auth_provider_x509_cert_url?: string;

  @Text({ label: 'Client certificates', format: CLIENT_CERTIFICATE_URL, open: true })
  client_x509_cert_url?: string;

  @Choice({ label: 'Universe', options: UNIVERSES, open: true })
  universe_domain?: string;
}

const asObject = defineCredentialType({
  type: 'GCP',
  title: 'Google service account key',
  payload: ServiceAccountKey,
  example: {
    type: 'service_account',
    project_id: 'example-project',
    private_key_id: '0123456789abcdef',
    private_key: '-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n',
    client_email: 'reader@example-project.iam.gserviceaccount.com',
    client_id: '100000000000000000000',
  },
});

/** A service account's key file, as an object or as the file's whole text. */
export const GCP: CredentialType = deepFreeze({
  ...asObject,
  schema: schemaWithText(asObject.schema),
  validate: (value: unknown, use?: CredentialUse): FieldError[] => {
    if (typeof value !== 'string') return asObject.validate(value, use);
    const parsed = parseKeyFile(value);
    return parsed ? asObject.validate(parsed, use) : [errorAt(CREDENTIAL_PATH, NOT_A_KEY_FILE)];
  },
  normalise: (value: unknown) =>
    typeof value === 'string' ? (parseKeyFile(value) ?? {}) : asObject.normalise(value),
});

const NOT_A_KEY_FILE = { name: 'json', message: 'must be an object, or the JSON text of one' };

function parseKeyFile(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function schemaWithText({ $schema = '', title = '', ...object }: JsonObject): JsonObject {
  const text = { type: 'string', maxLength: 4 * SECRET_MAX, contentMediaType: 'application/json' };
  return { $schema, title, anyOf: [object, { ...text, contentSchema: object }] };
}
