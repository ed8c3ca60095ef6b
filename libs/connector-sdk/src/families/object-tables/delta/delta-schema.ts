import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';
import { isJsonObject, type JsonValue, ownValue } from '../../../json/json.js';
import { arrayType, mapType, structType } from '../columns/nested-types.js';
import { readJson, structFields } from '../columns/read-json.js';

const PHYSICAL_NAME = 'delta.columnMapping.physicalName';
/** Types within each other. */
const DEEPEST = 50;

/** The schema that a commit of Delta sets (https://github.com/delta-io/delta/blob/master/PROTOCOL.md, "Change Metadata"). */
export function committedSchema(commit: string): string | undefined {
  for (const line of commit.split('\n')) {
    if (!line.includes('"metaData"')) continue;
    const action = readJson(line);
    const metaData = isJsonObject(action) ? ownValue(action, 'metaData') : undefined;
    const schema = isJsonObject(metaData) ? ownValue(metaData, 'schemaString') : undefined;
    if (typeof schema === 'string') return schema;
  }
  return undefined;
}

/** Columns of a schema as Delta writes it ("Schema Serialization Format"); undefined for what is none. */
export function deltaColumns(schema: string): CatalogColumn[] | undefined {
  const root = readJson(schema);
  const fields = isJsonObject(root) ? structFields(root) : undefined;
  return fields?.map((field) => {
    const metadata = field['metadata'];
    const comment = isJsonObject(metadata) ? ownValue(metadata, 'comment') : undefined;
    return catalogColumn({
      name: field.name,
      type: typeText(field['type'], 0),
      nullable: typeof field['nullable'] === 'boolean' ? field['nullable'] : null,
      comment: typeof comment === 'string' ? comment : null,
    });
  });
}

/** The names that columns have in files, by those that they have in the table ("Column Mapping"). */
export function deltaFileNames(schema: string): ReadonlyMap<string, string> {
  const root = readJson(schema);
  const fields = (isJsonObject(root) ? structFields(root) : undefined) ?? [];
  return new Map(
    fields.map(({ name, metadata }) => {
      const own = isJsonObject(metadata) ? ownValue(metadata, PHYSICAL_NAME) : undefined;
      return [name, typeof own === 'string' ? own : name];
    }),
  );
}

function typeText(type: JsonValue | undefined, depth: number): string {
  if (typeof type === 'string') return type;
  if (!isJsonObject(type) || depth > DEEPEST) return '';
  const inner = (of: JsonValue | undefined) => typeText(of, depth + 1);
  switch (type['type']) {
    case 'array':
      return arrayType(inner(type['elementType']));
    case 'map':
      return mapType(inner(type['keyType']), inner(type['valueType']));
    case 'struct':
      return structType((structFields(type) ?? []).map((field) => [field.name, inner(field['type'])]));
    default:
      return '';
  }
}
