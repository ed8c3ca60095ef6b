/** Whatever a JSON text can hold (RFC 8259). */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object; its keys may come from callers, so read by a variable name with {@link ownValue}. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = JsonObject;

/** True for an object that is neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member that the object itself has; inherited ones (`constructor`, `toString`) count as absent. */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
