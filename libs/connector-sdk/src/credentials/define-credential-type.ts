import type { FieldError } from '#platform/errors';

import { errorAt } from '../fields/field-error.js';
import { fieldsOf } from '../fields/field-metadata.js';
import { type FieldClass, isSecretField } from '../fields/field-spec.js';
import { objectForm } from '../fields/object-form.js';
import { objectSchema, SCHEMA_DIALECT } from '../fields/object-schema.js';
import { validateObject } from '../fields/validate-object.js';
import { deepFreeze } from '../json/deep-freeze.js';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json/json.js';
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
  /** Absent: no payload needs the deployment's own identity. */
  readonly needsIdentity?: (payload: JsonObject) => boolean;
  /** Fields that the server makes, by name: a new value, or undefined where the payload has no use for it. */
  readonly serverFields?: Readonly<Record<string, (payload: JsonObject) => JsonValue | undefined>>;
}

/** Makes a credential type of a class with field decorators. */
export function defineCredentialType(definition: CredentialDefinition): CredentialType {
  const { type, title, payload, example, serverFields = {} } = definition;
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
      const readOnly = readOnlyErrors(Object.keys(serverFields), value);
      if (readOnly.length > 0) return readOnly;
      const fieldClass = use?.emptyPassword ? (definition.blankPassword ?? payload) : payload;
      return validateObject(fieldClass, value, CREDENTIAL_PATH);
    },
    normalise: (value: unknown) => (isJsonObject(value) ? value : {}),
    needsIdentity: definition.needsIdentity ?? (() => false),
    serverFields: Object.keys(serverFields),
    makeServerFields: (value: JsonObject, stored?: JsonObject) =>
      Object.fromEntries(
        Object.entries(serverFields).flatMap(([name, make]): [string, JsonValue][] => {
          const made = make(value);
          return made === undefined ? [] : [[name, (stored && ownValue(stored, name)) ?? made]];
        }),
      ),
  });
}

/** Whoever sends a field that the server makes hears nothing else: the rest may be a copied answer. */
function readOnlyErrors(names: readonly string[], value: unknown): FieldError[] {
  if (!isJsonObject(value)) return [];
  return names
    .filter((name) => Object.hasOwn(value, name))
    .map((name) =>
      errorAt(`${CREDENTIAL_PATH}.${name}`, { name: 'read_only', message: 'is made by the server' }),
    );
}
