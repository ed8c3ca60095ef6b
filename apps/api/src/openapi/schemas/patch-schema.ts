import { type JsonSchema, type JsonValue, isJsonObject } from '#connector-sdk';
import { orNull } from './object-schema.js';

/**
 * The schema of a partial update of a section: each member may be absent, or null to remove it. Rules over
 * several members hold for the merged result, so they are not part of it.
 */
export function patchSchema(section: JsonSchema): JsonSchema {
  const { required: _, ...rest } = replaced(section);
  return rest;
}

/**
 * What is inside a section is replaced as a whole, but for its secrets: absent ones are kept. Without
 * them, what told alternatives apart may be gone, so that one or more may fit.
 */
function replaced({ allOf: _, oneOf, required, ...schema }: JsonSchema): JsonSchema {
  const { properties, additionalProperties, items } = schema;
  const secrets = secretNames(schema);
  const asked = (required as readonly string[] | undefined)?.filter((name) => !secrets.has(name)) ?? [];
  return {
    ...schema,
    ...(isJsonObject(properties) ? { properties: mapValues(properties, nullable) } : {}),
    ...(isJsonObject(additionalProperties) ? { additionalProperties: nullable(additionalProperties) } : {}),
    ...(isJsonObject(items) ? { items: replaced(items) } : {}),
    ...(Array.isArray(oneOf) ? { anyOf: (oneOf as JsonSchema[]).map(replaced) } : {}),
    ...(asked.length > 0 ? { required: asked } : {}),
  };
}

function nullable(schema: JsonValue): JsonValue {
  return isJsonObject(schema) ? orNull(replaced(schema)) : schema;
}

function secretNames({ properties }: JsonSchema): ReadonlySet<string> {
  const members = isJsonObject(properties) ? Object.entries(properties) : [];
  return new Set(
    members.flatMap(([name, schema]) => (isJsonObject(schema) && schema['writeOnly'] === true ? [name] : [])),
  );
}

function mapValues(schemas: JsonSchema, map: (schema: JsonValue) => JsonValue): JsonSchema {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, map(schema)]));
}
