import { looksSecret } from '#platform/redaction';

import {
  type FieldClass,
  type FieldSpec,
  isSecretField,
  type Sensitivity,
  type Shape,
} from '../fields/field-spec.js';
import { entryName } from '../fields/named-list.js';
import { fieldsFor } from '../fields/shape.js';
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
  const split = new Split();
  const open = split.object(fieldClass, value, [section], 'open');
  return { open, secrets: split.secrets };
}

/** One walk over a section; what it finds sealed. */
class Split {
  readonly secrets: Record<string, string> = {};

  object(shape: Shape, value: JsonObject, keys: readonly string[], undeclared: Sensitivity): JsonObject {
    const specs = new Map(fieldsFor(shape, value).map((spec) => [spec.name, spec]));
    return filterEntries(value, (key, member) => {
      const spec = specs.get(key);
      if (spec && isSecretField(spec, undeclared)) return this.seal([...keys, key], member);
      return [key, spec ? this.member(spec, member, [...keys, key], spec.undeclared ?? undeclared) : member];
    });
  }

  private member(
    spec: FieldSpec,
    member: JsonValue,
    keys: readonly string[],
    undeclared: Sensitivity,
  ): JsonValue {
    const { items, nested } = spec;
    if (items && Array.isArray(member)) {
      return (member as readonly JsonValue[]).map((entry, index) =>
        isJsonObject(entry)
          ? this.object(items, entry, [...keys, entryName(entry) ?? String(index)], undeclared)
          : entry,
      );
    }
    if (!isJsonObject(member)) return member;
    if (nested) return this.object(nested, member, keys, undeclared);
    if (!spec.map) return member;
    return filterEntries(member, (key, entry) =>
      looksSecret(key) ? this.seal([...keys, key], entry) : [key, entry],
    );
  }

  private seal(keys: readonly string[], value: JsonValue): undefined {
    if (value === null) return;
    this.secrets[secretPath(...keys)] = typeof value === 'string' ? value : JSON.stringify(value);
  }
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
