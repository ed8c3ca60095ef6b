import { isJsonObject, type JsonValue } from './json.js';

/**
 * One text for one value: keys sorted by UTF-16 code units at every level, no white space, numbers and
 * strings as `JSON.stringify` writes them (as RFC 8785 does).
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as JsonValue)}`);
  return `{${members.join(',')}}`;
}
