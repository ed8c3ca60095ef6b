import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json/json.js';
import { secretPathKeys } from './secret-path.js';

/**
 * Puts secrets back into the open part of their section: what `splitPayload` and `splitTransport` took
 * apart comes out as it was, but for the order of keys.
 *
 * @param secrets - by path; paths of the other section are left alone, so one record may hold both
 */
export function joinSecrets(
  open: JsonObject,
  secrets: Readonly<Record<string, string>>,
  prefix: 'payload' | 'transport',
): JsonObject {
  let joined = open;
  for (const [path, secret] of Object.entries(secrets)) {
    const [section, ...keys] = secretPathKeys(path);
    if (section === prefix) joined = withMember(joined, keys, secret);
  }
  return joined;
}

function withMember(object: JsonObject, keys: readonly string[], value: string): JsonObject {
  const [key, ...rest] = keys;
  if (key === undefined) return object;
  const member = ownValue(object, key);
  const inner: JsonValue =
    rest.length === 0 ? value : withMember(isJsonObject(member) ? member : {}, rest, value);
  return Object.fromEntries([...Object.entries(object), [key, inner]]);
}
