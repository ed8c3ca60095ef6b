import { isJsonObject, type JsonObject, type JsonValue } from '#connector-sdk';

/**
 * A block with a patch laid over it, at every depth. Null stays, for it says that something goes. The entries of a
 * list are those of the patch; one that has the name of a stored one is laid over it.
 */
export function mergeBlock(stored: JsonObject, patch: JsonObject): JsonObject {
  const changed = Object.entries(patch).map(([key, value]): [string, JsonValue] => [
    key,
    mergeValue(stored[key], value),
  ]);
  return { ...stored, ...Object.fromEntries(changed) };
}

function mergeValue(stored: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (isJsonObject(patch) && isJsonObject(stored)) return mergeBlock(stored, patch);
  if (!Array.isArray(patch) || !Array.isArray(stored)) return patch;
  const named = new Map((stored as JsonValue[]).filter(isJsonObject).map((entry) => [entry['name'], entry]));
  return (patch as JsonValue[]).map((entry) => {
    const before = isJsonObject(entry) ? named.get(entry['name']) : undefined;
    return before && isJsonObject(entry) ? overEntry(before, entry) : entry;
  });
}

/** An entry that becomes one of another type has nothing of the former. */
function overEntry(before: JsonObject, patch: JsonObject): JsonObject {
  const sameType = patch['type'] === undefined || patch['type'] === before['type'];
  return sameType ? mergeBlock(before, patch) : patch;
}
