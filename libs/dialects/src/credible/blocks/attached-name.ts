import { isJsonObject, type JsonObject, type JsonValue } from '#connector-sdk';
import type { AttachedType } from './attached-types.js';
import { fieldName } from './field-name.js';

const LIST = 'attachedDatabases';
/** An entry of our list, by its place or, as secrets are named, by its own name. */
const ENTRY = /^payload\.attached(?:\[(\d+)\]|\.([a-zA-Z_][a-zA-Z0-9_]*))?(?:\.(.+))?$/;

/** The page's name of what our path within the list of attached databases means. */
export function attachedName(
  types: readonly AttachedType[],
  path: string,
  block: JsonObject,
): string | undefined {
  const match = ENTRY.exec(path);
  if (!match) return undefined;
  const [, index, name, rest] = match;
  if (index === undefined && name === undefined) return LIST;
  const list = block[LIST];
  const entries = Array.isArray(list) ? (list as JsonValue[]).filter(isJsonObject) : [];
  const place = index === undefined ? entries.findIndex((entry) => entry['name'] === name) : Number(index);
  const at = `${LIST}[${place < 0 ? name! : place}]`;
  if (rest === undefined) return at;
  const type = types.find((one) => one.type === entries[place]?.['type']);
  const value = type && entries[place]?.[type.member];
  const field = type && fieldName(type.block, rest, isJsonObject(value) ? value : {});
  if (type && field !== undefined) return `${at}.${type.member}.${field}`;
  return type && rest.includes('.') ? `${at}.${type.member}` : `${at}.${rest}`;
}
