import { looksSecret } from '#platform/redaction';

import { fieldsOf } from '../fields/field-metadata.js';
import { type FieldClass, type FieldSpec, isSecretField } from '../fields/field-spec.js';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json/json.js';

/**
 * The destination fields of an object, by name: defaults applied, every value in its one spelling, sealed
 * values left out. Fields that are absent and have no default are absent here too.
 */
export function destinationFields(fieldClass: FieldClass, value: JsonObject): JsonObject {
  return Object.fromEntries(
    fieldsOf(fieldClass)
      .filter((spec) => spec.destination && !isSecretField(spec, 'open'))
      .flatMap((spec): [string, JsonValue][] => {
        const given = ownValue(value, spec.name) ?? spec.default;
        return given === undefined ? [] : [[spec.name, canonical(spec, given)]];
      }),
  );
}

/** The names of an object's destination fields, dotted and with those of nested objects. */
export function destinationFieldNames(fieldClass: FieldClass, path: string): string[] {
  return fieldsOf(fieldClass).flatMap((spec) => {
    const at = `${path}.${spec.name}`;
    if (spec.nested) return destinationFieldNames(spec.nested, at);
    return spec.destination ? [at] : [];
  });
}

function canonical(spec: FieldSpec, value: JsonValue): JsonValue {
  if (!spec.map || !isJsonObject(value)) return spec.canonical ? spec.canonical(value) : value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !looksSecret(key)));
}
