import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import { engineAttributes } from '../engine-attributes.js';
import type { AttachedType } from './attached-types.js';
import type { StoredSource } from './block.js';
import { tidyBlock, unknownMembers } from './check-block.js';
import { overCredential, readBlock, secretsOf } from './read-block.js';
import { writeBlock } from './write-block.js';

const OWN_MEMBERS = ['name', 'type', 'attributes'];

type Types = readonly AttachedType[];
type Before = Pick<StoredSource, 'payload'> | undefined;

/** The entries with their blocks in tidy form. */
export function tidyAttached(
  types: Types,
  list: JsonValue,
  path: string,
): { readonly entries: JsonObject[] } | { readonly errors: readonly FieldError[] } {
  if (!Array.isArray(list)) return { errors: [{ path, rule: 'type', message: `${path} must be a list.` }] };
  const errors: FieldError[] = [];
  const entries = (list as JsonValue[]).map((entry, index) =>
    tidyEntry(types, entry, `${path}[${index}]`, errors),
  );
  return errors.length > 0 ? { errors } : { entries };
}

/** What is wrong with entries that are whole, by rules that our types do not have. */
export function checkAttached(types: Types, list: JsonValue, path: string, before: Before): FieldError[] {
  const entries = list as JsonObject[];
  if (entries.length === 0) return [{ path, rule: 'min_items', message: `${path} must have an entry.` }];
  return entries.flatMap((entry, index) => checkEntry(types, entry, `${path}[${index}]`, before));
}

/** Entries that were found well, in our terms. What a stored entry has and the page has no words for stays. */
export function readAttached(types: Types, entries: readonly JsonObject[], before: Before): JsonObject[] {
  return entries.map((entry) => {
    const { block, member } = typeOf(types, entry)!;
    const value = entry[member] as JsonObject;
    const stored = storedEntry(before, entry);
    const source = readBlock(block, value, secretsOf(block, value, stored));
    return {
      name: entry['name']!,
      type: entry['type']!,
      payload: { ...stored?.payload, ...source.payload },
      credential: { ...overCredential(block, source, stored)! },
    };
  });
}

/** The page's entries; null when one of them cannot be said. */
export function writeAttached(types: Types, entries: readonly JsonObject[]): JsonObject[] | null {
  const written = entries.flatMap((entry) => {
    const attached = typeOf(types, entry);
    const block = attached && writeBlock(attached.block, sourceOf(entry));
    if (!block) return [];
    const { name, type } = entry as { name: string; type: string };
    return [{ name, type, attributes: engineAttributes(type), [attached.member]: block }];
  });
  return written.length === entries.length ? written : null;
}

function tidyEntry(types: Types, entry: JsonValue, path: string, errors: FieldError[]): JsonObject {
  if (!isJsonObject(entry)) {
    errors.push({ path, rule: 'type', message: `${path} must be an object.` });
    return {};
  }
  const known = new Set([...OWN_MEMBERS, ...types.map(({ member }) => member)]);
  errors.push(...unknownMembers(entry, known, path));
  const tidy: Record<string, JsonValue> = { ...entry };
  for (const { block, member } of types) {
    const value = entry[member];
    if (!isJsonObject(value)) continue;
    const result = tidyBlock(block, value, `${path}.${member}`);
    if (Array.isArray(result)) errors.push(...result);
    else if (result.transport ?? result.schemas) errors.push(plainOnly(`${path}.${member}`));
    else tidy[member] = result.block;
  }
  return tidy;
}

function checkEntry(types: Types, entry: JsonObject, path: string, before: Before): FieldError[] {
  const attached = typeOf(types, entry);
  if (!attached) {
    const message = `${path}.type must be one of ${types.map(({ type }) => type).join(', ')}.`;
    return [{ path: `${path}.type`, rule: 'one_of', message }];
  }
  const { block, member } = attached;
  const others = types.filter((type) => type !== attached && entry[type.member] != null);
  if (others.length > 0) return others.map((other) => notItsOwn(`${path}.${other.member}`));
  const value = entry[member];
  if (!isJsonObject(value)) {
    const message = `${path}.${member} is required.`;
    return [{ path: `${path}.${member}`, rule: 'required', message }];
  }
  return block.check?.(value, `${path}.${member}`, secretsOf(block, value, storedEntry(before, entry))) ?? [];
}

function typeOf(types: Types, entry: JsonObject): AttachedType | undefined {
  return types.find(({ type }) => type === entry['type']);
}

function storedEntry(before: Before, entry: JsonObject): StoredSource | undefined {
  const list = before && ownValue(before.payload, 'attached');
  const entries = Array.isArray(list) ? (list as JsonValue[]).filter(isJsonObject) : [];
  const stored = entries.find(({ name, type }) => name === entry['name'] && type === entry['type']);
  return stored && sourceOf(stored);
}

function sourceOf(entry: JsonObject): StoredSource {
  const { payload, credential } = entry as {
    payload: JsonObject;
    credential?: { type: string; payload: JsonObject };
  };
  return { payload, credential: credential ?? null };
}

function notItsOwn(path: string): FieldError {
  return { path, rule: 'other_type', message: `${path} does not belong to this type.` };
}

function plainOnly(path: string): FieldError {
  const message = `${path}.connectionString must have no options here.`;
  return { path: `${path}.connectionString`, rule: 'option', message };
}
