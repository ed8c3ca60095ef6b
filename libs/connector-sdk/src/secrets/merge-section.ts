import { looksSecret } from '#platform/redaction';

import type { Connector } from '../connector/connector.js';
import { fieldClassOf } from '../connector/field-class.js';
import { type FieldSpec, isSecretField, type Sensitivity, type Shape } from '../fields/field-spec.js';
import { entryName } from '../fields/named-list.js';
import { fieldsFor } from '../fields/shape.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
import { isWithin, secretPath, secretPathKeys } from './secret-path.js';

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
 * is kept, null removes it, text replaces it. A list is replaced as a whole, and an entry of the same name
 * is the same object. Sending back the open part changes nothing.
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
  /** By path, the objects of the patch, each with what it can hold sealed. */
  private readonly holders = new Map<string, (key: string) => boolean>();
  private readonly named = new Set<string>();

  constructor(private readonly stored: ReadonlySet<string>) {}

  /** True for a stored secret that the patch does not name, inside an object of the patch that can hold it. */
  keeps(path: string): boolean {
    const key = secretPathKeys(path).at(-1) ?? '';
    const canHold = this.holders.get(path.slice(0, path.lastIndexOf('.')));
    return !this.named.has(path) && canHold !== undefined && canHold(key);
  }

  object(
    shape: Shape,
    value: JsonObject,
    keys: readonly string[],
    undeclared: Sensitivity = 'open',
  ): JsonObject {
    const specs = new Map(fieldsFor(shape, value).map((spec) => [spec.name, spec]));
    const sealed = (key: string): boolean => {
      const spec = specs.get(key);
      return spec !== undefined && isSecretField(spec, undeclared);
    };
    if (keys.length > 1) this.holders.set(secretPath(...keys), sealed);
    return this.members(value, keys, sealed, (key, member, at) => {
      const spec = specs.get(key);
      return spec ? this.member(spec, member, at, spec.undeclared ?? undeclared) : member;
    });
  }

  private map(value: JsonObject, keys: readonly string[]): JsonObject {
    this.holders.set(secretPath(...keys), () => true);
    const sealed = (key: string): boolean => looksSecret(key) || this.stored.has(secretPath(...keys, key));
    return this.members(value, keys, sealed, (_key, member) => member);
  }

  private members(
    value: JsonObject,
    keys: readonly string[],
    isSealed: (key: string) => boolean,
    opened: (key: string, member: JsonValue, at: readonly string[]) => JsonValue,
  ): JsonObject {
    const open: [string, JsonValue][] = [];
    for (const [key, member] of Object.entries(value)) {
      const sealed = isSealed(key);
      const at = [...keys, key];
      if (sealed) this.named.add(secretPath(...at));
      if (member === null) continue;
      if (sealed && typeof member === 'string') this.newSecrets[secretPath(...at)] = member;
      else open.push([key, opened(key, member, at)]);
    }
    return Object.fromEntries(open);
  }

  private member(
    spec: FieldSpec,
    member: JsonValue,
    keys: readonly string[],
    undeclared: Sensitivity,
  ): JsonValue {
    const { items, nested } = spec;
    if (items && Array.isArray(member)) {
      return (member as readonly JsonValue[]).map((entry) => {
        const name = entryName(entry);
        // Without a name there is no place for its secrets: validation refuses it.
        if (name === undefined || !isJsonObject(entry)) return entry;
        return this.object(items, entry, [...keys, name], undeclared);
      });
    }
    if (!isJsonObject(member)) return member;
    if (nested) return this.object(nested, member, keys, undeclared);
    return spec.map ? this.map(member, keys) : member;
  }
}
