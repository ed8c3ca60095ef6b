import { looksSecret } from '#platform/redaction';

import { fieldsOf } from '../fields/field-metadata.js';
import { type FieldSpec, isSecretField, type Shape } from '../fields/field-spec.js';
import { entryName } from '../fields/named-list.js';
import { classesOf, fieldsFor } from '../fields/shape.js';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json/json.js';

/**
 * The destination fields of an object, by name: defaults applied, every value in its one spelling, sealed
 * values left out. Fields that are absent and have no default are absent here too. What an object holds
 * comes with it; the entries of a list by their names, so that their order does not count.
 */
export function destinationFields(shape: Shape, value: JsonObject): JsonObject {
  return Object.fromEntries(
    fieldsFor(shape, value)
      .filter((spec) => !isSecretField(spec, 'open'))
      .flatMap((spec): [string, JsonValue][] => {
        const given = ownValue(value, spec.name) ?? spec.default;
        const counts = given === undefined ? undefined : destinationValue(spec, given);
        return counts === undefined ? [] : [[spec.name, counts]];
      }),
  );
}

/** The names of an object's destination fields, dotted, with those of nested objects and of lists (`[]`). */
export function destinationFieldNames(shape: Shape, path: string): string[] {
  const names = classesOf(shape)
    .flatMap(fieldsOf)
    .flatMap((spec) => {
      const at = `${path}.${spec.name}`;
      if (spec.nested) return destinationFieldNames(spec.nested, at);
      if (spec.items) return destinationFieldNames(spec.items, `${at}[]`);
      return spec.destination ? [at] : [];
    });
  return [...new Set(names)];
}

function destinationValue(spec: FieldSpec, value: JsonValue): JsonValue | undefined {
  const inner = spec.nested && isJsonObject(value) ? destinationFields(spec.nested, value) : {};
  const entries = spec.items && Array.isArray(value) ? entryFields(spec.items, value as JsonValue[]) : {};
  if (spec.nested ?? spec.items) return nonEmpty({ ...inner, ...entries });
  if (!spec.destination) return undefined;
  if (!spec.map || !isJsonObject(value)) return spec.canonical ? spec.canonical(value) : value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !looksSecret(key)));
}

function entryFields(shape: Shape, entries: readonly JsonValue[]): JsonObject {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const name = entryName(entry);
      return name === undefined ? [] : [[name, destinationFields(shape, entry as JsonObject)]];
    }),
  );
}

function nonEmpty(fields: JsonObject): JsonObject | undefined {
  return Object.keys(fields).length === 0 ? undefined : fields;
}
