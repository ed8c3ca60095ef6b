import { errorAt } from '../fields/field-error.js';
import { SCHEMA_DIALECT } from '../fields/object-schema.js';
import { textMapErrors, textMapSchema } from '../fields/text-map.js';
import { validateObject } from '../fields/validate-object.js';
import { deepFreeze } from '../json/deep-freeze.js';
import { isJsonObject, type JsonObject } from '../json/json.js';
import type { CredentialType } from './credential-type.js';
import { CREDENTIAL_PATH, defineCredentialType } from './define-credential-type.js';

class Nothing {}

const nothing = defineCredentialType({
  type: 'NONE',
  title: 'No credential',
  payload: Nothing,
  example: {},
});

/** The source asks for no proof; the payload is empty and may be left out. */
export const NONE: CredentialType = deepFreeze({
  ...nothing,
  validate: (value: unknown) => validateObject(Nothing, value === undefined ? {} : value, CREDENTIAL_PATH),
});

/** Whatever a driver wants, as texts by name; all of it is secret. */
export const GENERIC_MAP: CredentialType = deepFreeze({
  type: 'GENERIC_MAP',
  title: 'Free properties',
  example: { username: 'reader', password: 'example-password' } satisfies JsonObject,
  schema: { $schema: SCHEMA_DIALECT, title: 'Free properties', ...textMapSchema({ masked: true }) },
  form: [],
  secretFields: 'all' as const,
  validate: (value: unknown) =>
    isJsonObject(value)
      ? textMapErrors(value, CREDENTIAL_PATH, () => true)
      : [errorAt(CREDENTIAL_PATH, { name: 'type', message: 'must be an object of texts' })],
  normalise: (value: unknown) => (isJsonObject(value) ? value : {}),
  needsIdentity: () => false,
  serverFields: [],
  makeServerFields: () => ({}),
});
