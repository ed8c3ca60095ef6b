import type { FieldError } from '#platform/errors';

import { fieldsOf } from '../fields/field-metadata.js';
import { type FieldClass, isSecretField } from '../fields/field-spec.js';
import { objectForm } from '../fields/object-form.js';
import { objectSchema, SCHEMA_DIALECT } from '../fields/object-schema.js';
import { validateObject } from '../fields/validate-object.js';
import { deepFreeze } from '../json/deep-freeze.js';
import { isJsonObject, type JsonObject } from '../json/json.js';
import type { CredentialType, CredentialUse } from './credential-type.js';

/** How errors call a credential's payload. */
export const CREDENTIAL_PATH = 'credential.payload';

/** What a credential type declares; fields are secret unless marked open. */
export interface CredentialDefinition {
  readonly type: string;
  readonly title: string;
  readonly payload: FieldClass;
  readonly example: JsonObject;
  /** The class that checks instead where an empty password is allowed. */
  readonly blankPassword?: FieldClass;
  /** Errors that say more than the class can; when there are any, they are the answer. */
  before?(value: JsonObject): FieldError[];
}

/** Makes a credential type of a class with field decorators. */
export function defineCredentialType(definition: CredentialDefinition): CredentialType {
  const { type, title, payload, example } = definition;
  return deepFreeze({
    type,
    title,
    example,
    schema: { $schema: SCHEMA_DIALECT, title, ...objectSchema(payload, 'secret') },
    form: objectForm(payload, 'secret'),
    secretFields: fieldsOf(payload)
      .filter((spec) => isSecretField(spec, 'secret'))
      .map((spec) => spec.name),
    validate: (value: unknown, use?: CredentialUse) => {
      const special = isJsonObject(value) ? (definition.before?.(value) ?? []) : [];
      if (special.length > 0) return special;
      const fieldClass = use?.emptyPassword ? (definition.blankPassword ?? payload) : payload;
      return validateObject(fieldClass, value, CREDENTIAL_PATH);
    },
    normalise: (value: unknown) => (isJsonObject(value) ? value : {}),
  });
}
