import type { JsonSchema } from '#connector-sdk';

/** Points to a schema of the document's components. */
export const schemaRef = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/**
 * A closed object whose members are always all there. Naming the answer's type keeps the two in step: a
 * member that is added to the type and not described here does not compile.
 */
export function answerSchema<Answer extends object>(
  description: string,
  properties: Record<keyof Answer & string, JsonSchema>,
): JsonSchema {
  return {
    type: 'object',
    description,
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** A closed object that a caller sends. */
export function bodySchema(
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema {
  return {
    type: 'object',
    description,
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/** The same schema, or null. */
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

export const arrayOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
