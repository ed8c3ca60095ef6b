import { entryName } from '../fields/named-list.js';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json/json.js';
import { secretPathKeys } from './secret-path.js';

/**
 * Puts secrets back into the open part of their section: what `splitPayload` and `splitTransport` took
 * apart comes out as it was, but for the order of keys. An entry of a list is found by its name; the
 * secrets of one that is gone are left out.
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
    if (section === prefix && keys.length > 0) joined = withSecret(joined, keys, secret) as JsonObject;
  }
  return joined;
}

function withSecret(value: JsonValue | undefined, keys: readonly string[], secret: string): JsonValue {
  const [key, ...rest] = keys;
  if (key === undefined) return secret;
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((entry) =>
      entryName(entry) === key ? withSecret(entry, rest, secret) : entry,
    );
  }
  const object = isJsonObject(value) ? value : {};
  const member = withSecret(ownValue(object, key), rest, secret);
  return Object.fromEntries([...Object.entries(object), [key, member]]);
}
