import { isJsonObject, type JsonObject, type JsonValue } from '../../../json/json.js';

/** Undefined for what is no JSON. */
export function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** A field of a struct. */
export type StructField = JsonObject & { readonly name: string };

/** The fields of a struct as Delta and Iceberg write it; undefined for what is none. */
export function structFields({ fields }: JsonObject): StructField[] | undefined {
  if (!Array.isArray(fields)) return undefined;
  return (fields as readonly JsonValue[])
    .filter(isJsonObject)
    .filter((field): field is StructField => typeof field['name'] === 'string');
}
