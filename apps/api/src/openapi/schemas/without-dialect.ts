import type { JsonSchema } from '#connector-sdk';

/** OpenAPI 3.1 names the dialect once, for the whole document. */
export function withoutDialect({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
