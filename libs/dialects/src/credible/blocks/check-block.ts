import { isJsonObject, type JsonObject, type JsonValue } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import type { Block, TidyBlock } from './block.js';

/** A block in tidy form, its fields known. @returns what is wrong, if anything */
export function tidyBlock(block: Block, value: JsonObject, path: string): TidyBlock | FieldError[] {
  const known = new Set([...block.fields.map(({ name }) => name), ...(block.aliases ?? [])]);
  const errors = unknownMembers(value, known, path);
  if (errors.length > 0) return errors;
  return block.tidy?.(value, path) ?? { block: value };
}

/** Members that are none of those. */
export function unknownMembers(value: JsonObject, known: ReadonlySet<string>, path?: string): FieldError[] {
  return Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name) => {
      const at = path === undefined ? name : `${path}.${name}`;
      return { path: at, rule: 'unknown', message: `${at} is not known.` };
    });
}

/** The object without its members that are null, at every depth. */
export function withoutNulls(value: JsonObject): JsonObject {
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, pruned(member)]));
}

function pruned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as JsonValue[]).map(pruned);
  return isJsonObject(value) ? withoutNulls(value) : value;
}
