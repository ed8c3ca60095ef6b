import { looksSecret } from '#platform/redaction';

import { fieldsOf } from '../fields/field-metadata.js';
import { type FieldClass, type FieldSpec, isSecretField } from '../fields/field-spec.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
import { secretPath } from './secret-path.js';
import type { SplitSecrets } from './split-secrets.js';

/**
 * Takes the sealed properties out of a section.
 *
 * @remarks Sealed values are text: every secret field's rule says so. Should one that was never validated
 * be something else, its JSON text is sealed, so that nothing at a sealed place can stay open; null there
 * counts as absent.
 * @param section - `payload` or `transport`: the first key of every path
 */
export function splitSection(fieldClass: FieldClass, value: JsonObject, section: string): SplitSecrets {
  const secrets: Record<string, string> = {};
  const open = openPart(fieldClass, value, [section], secrets);
  return { open, secrets };
}

function openPart(
  fieldClass: FieldClass,
  value: JsonObject,
  keys: readonly string[],
  secrets: Record<string, string>,
): JsonObject {
  const specs = new Map(fieldsOf(fieldClass).map((spec) => [spec.name, spec]));
  return filterEntries(value, (key, member) => {
    const spec = specs.get(key);
    if (spec && isSecretField(spec, 'open')) return seal([...keys, key], member, secrets);
    return [key, spec ? openMember(spec, member, [...keys, key], secrets) : member];
  });
}

function openMember(
  spec: FieldSpec,
  member: JsonValue,
  keys: readonly string[],
  secrets: Record<string, string>,
): JsonValue {
  if (!isJsonObject(member)) return member;
  if (spec.nested) return openPart(spec.nested, member, keys, secrets);
  if (!spec.map) return member;
  return filterEntries(member, (key, entry) =>
    looksSecret(key) ? seal([...keys, key], entry, secrets) : [key, entry],
  );
}

function seal(keys: readonly string[], value: JsonValue, secrets: Record<string, string>): undefined {
  if (value !== null)
    secrets[secretPath(...keys)] = typeof value === 'string' ? value : JSON.stringify(value);
  return undefined;
}

function filterEntries(
  value: JsonObject,
  keep: (key: string, member: JsonValue) => [string, JsonValue] | undefined,
): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const kept = keep(key, member);
      return kept ? [kept] : [];
    }),
  );
}
