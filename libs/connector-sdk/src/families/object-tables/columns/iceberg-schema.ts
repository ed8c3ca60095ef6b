import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json/json.js';
import { arrayType, mapType, structType } from './nested-types.js';
import { readJson, structFields } from './read-json.js';

/** Types within each other. */
const DEEPEST = 50;

/**
 * Columns by a table's metadata (https://iceberg.apache.org/spec/#table-metadata-fields): the current schema, or the only
 * one of the first version.
 *
 * @returns undefined for what is none
 */
export function icebergColumns(metadata: string): CatalogColumn[] | undefined {
  const table = readJson(metadata);
  const schema = isJsonObject(table) ? currentSchema(table) : undefined;
  const fields = schema && structFields(schema);
  return fields?.map(({ name, type, required, doc }) =>
    catalogColumn({
      name,
      type: typeText(type, 0),
      nullable: typeof required === 'boolean' ? !required : null,
      comment: typeof doc === 'string' ? doc : null,
    }),
  );
}

function currentSchema(table: JsonObject): JsonObject | undefined {
  const { schemas, schema, 'current-schema-id': current } = table;
  if (Array.isArray(schemas)) {
    const known = (schemas as readonly JsonValue[]).filter(isJsonObject);
    return known.find((one) => one['schema-id'] === current);
  }
  return isJsonObject(schema) ? schema : undefined;
}

function typeText(type: JsonValue | undefined, depth: number): string {
  // `fixed[16]` looks like an array elsewhere.
  if (typeof type === 'string') return type.replace(/^fixed\[(\d+)\]$/, 'binary($1)');
  if (!isJsonObject(type) || depth > DEEPEST) return '';
  const inner = (of: JsonValue | undefined) => typeText(of, depth + 1);
  switch (type['type']) {
    case 'list':
      return arrayType(inner(type['element']));
    case 'map':
      return mapType(inner(type['key']), inner(type['value']));
    case 'struct':
      return structType((structFields(type) ?? []).map((field) => [field.name, inner(field['type'])]));
    default:
      return '';
  }
}
