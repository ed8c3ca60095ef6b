import { looksSecret } from '#platform/redaction';

import type { Connector } from '../connector/connector.js';
import { fieldClassOf } from '../connector/field-class.js';
import { fieldsOf } from '../fields/field-metadata.js';
import { type FieldClass, type FieldSpec, isSecretField } from '../fields/field-spec.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
import { isWithin, secretPath } from './secret-path.js';

/** What a partial update makes of a section. Validate `open` joined with the secrets before storing it. */
export interface MergedSection {
  readonly open: JsonObject;
  /** Stored secrets that stay. */
  readonly keptSecrets: readonly string[];
  /** Stored secrets that go, whether named or together with what held them. */
  readonly removedSecrets: readonly string[];
  /** Secrets that came with the patch; those at a stored path replace it. */
  readonly newSecrets: Record<string, string>;
}

/**
 * A partial update of `payload` or `transport`, one level deep: a key that is given replaces the stored
 * one, null removes it, a key that is absent stays. Inside a replaced object a sealed key that is absent
 * is kept, null removes it, text replaces it. Sending back the open part changes nothing.
 *
 * @remarks What is no text at a sealed place stays in `open` for validation to find; such a result never
 * passes validation.
 */
export function mergeSection(
  kind: 'payload' | 'transport',
  storedOpen: JsonObject,
  storedSecretPaths: readonly string[],
  patch: JsonObject,
  connector: Connector,
): MergedSection {
  const merge = new Merge(new Set(storedSecretPaths));
  const given = merge.object(fieldClassOf(connector, kind), patch, [kind]);
  const untouched = Object.entries(storedOpen).filter(([key]) => !Object.hasOwn(patch, key));
  const replaced = Object.keys(patch).map((key) => secretPath(kind, key));
  const keptSecrets: string[] = [];
  const removedSecrets: string[] = [];
  for (const path of storedSecretPaths) {
    if (!isWithin(path, kind) || Object.hasOwn(merge.newSecrets, path)) continue;
    const held = !replaced.some((at) => isWithin(path, at)) || merge.keeps(path);
    (held ? keptSecrets : removedSecrets).push(path);
  }
  return {
    open: Object.fromEntries([...untouched, ...Object.entries(given)]),
    keptSecrets,
    removedSecrets,
    newSecrets: merge.newSecrets,
  };
}

/** One walk over a patch: what it opens, which objects it has, which sealed keys it names. */
class Merge {
  readonly newSecrets: Record<string, string> = {};
  private readonly holders = new Set<string>();
  private readonly named = new Set<string>();

  constructor(private readonly stored: ReadonlySet<string>) {}

  /** True for a stored secret that the patch does not name, inside an object that the patch has. */
  keeps(path: string): boolean {
    return !this.named.has(path) && this.holders.has(path.slice(0, path.lastIndexOf('.')));
  }

  object(fieldClass: FieldClass, value: JsonObject, keys: readonly string[]): JsonObject {
    const specs = new Map(fieldsOf(fieldClass).map((spec) => [spec.name, spec]));
    return this.members(value, keys, (key) => {
      const spec = specs.get(key);
      return { spec, sealed: spec !== undefined && isSecretField(spec, 'open') };
    });
  }

  private map(value: JsonObject, keys: readonly string[]): JsonObject {
    return this.members(value, keys, (key) => ({
      sealed: looksSecret(key) || this.stored.has(secretPath(...keys, key)),
    }));
  }

  private members(
    value: JsonObject,
    keys: readonly string[],
    what: (key: string) => { spec?: FieldSpec | undefined; sealed: boolean },
  ): JsonObject {
    if (keys.length > 1) this.holders.add(secretPath(...keys));
    const open: [string, JsonValue][] = [];
    for (const [key, member] of Object.entries(value)) {
      const { spec, sealed } = what(key);
      const at = [...keys, key];
      if (sealed) this.named.add(secretPath(...at));
      if (member === null) continue;
      if (sealed && typeof member === 'string') this.newSecrets[secretPath(...at)] = member;
      else open.push([key, this.member(spec, member, at)]);
    }
    return Object.fromEntries(open);
  }

  private member(spec: FieldSpec | undefined, member: JsonValue, keys: readonly string[]): JsonValue {
    if (!isJsonObject(member)) return member;
    if (spec?.nested) return this.object(spec.nested, member, keys);
    return spec?.map ? this.map(member, keys) : member;
  }
}
