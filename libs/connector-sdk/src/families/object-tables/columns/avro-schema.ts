import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json/json.js';
import { arrayType, mapType, structType } from './nested-types.js';
import { readJson, structFields } from './read-json.js';

/** Types within each other. */
const DEEPEST = 50;
/** What a value is besides its type, in words that other formats have too. */
const LOGICAL: Readonly<Record<string, string>> = {
  date: 'date',
  uuid: 'uuid',
  'time-millis': 'time',
  'time-micros': 'time',
  'timestamp-millis': 'timestamp with time zone',
  'timestamp-micros': 'timestamp with time zone',
  'timestamp-nanos': 'timestamp with time zone',
  'local-timestamp-millis': 'timestamp',
  'local-timestamp-micros': 'timestamp',
  'local-timestamp-nanos': 'timestamp',
};

/**
 * Columns of a schema of Avro (https://avro.apache.org/docs/1.12.0/specification/#schema-declaration).
 *
 * @returns undefined for one that is no record
 */
export function avroColumns(schema: string): CatalogColumn[] | undefined {
  const root = readJson(schema);
  const fields = isJsonObject(root) && root['type'] === 'record' ? structFields(root) : undefined;
  return fields?.map(({ name, type, doc }) =>
    catalogColumn({
      name,
      type: typeText(type, 0),
      nullable: type === 'null' || (Array.isArray(type) && type.includes('null')),
      comment: typeof doc === 'string' ? doc : null,
    }),
  );
}

/** A type that has a name is written once, and named after that. */
function typeText(type: JsonValue | undefined, depth: number): string {
  if (typeof type === 'string') return type === 'bytes' ? 'binary' : type;
  if (depth > DEEPEST) return '';
  if (Array.isArray(type)) {
    const others = (type as readonly JsonValue[]).filter((one) => one !== 'null');
    return others.length === 1 ? typeText(others[0], depth + 1) : 'union';
  }
  return isJsonObject(type) ? objectText(type, depth) : '';
}

function objectText(type: JsonObject, depth: number): string {
  const { logicalType: logical, precision, scale, size } = type;
  const inner = (of: JsonValue | undefined) => typeText(of, depth + 1);
  if (logical === 'decimal' && typeof precision === 'number')
    return `decimal(${precision},${typeof scale === 'number' ? scale : 0})`;
  if (typeof logical === 'string' && Object.hasOwn(LOGICAL, logical)) return LOGICAL[logical]!;
  switch (type['type']) {
    case 'array':
      return arrayType(inner(type['items']));
    case 'map':
      return mapType('string', inner(type['values']));
    case 'record':
      return structType((structFields(type) ?? []).map((field) => [field.name, inner(field['type'])]));
    case 'enum':
      return 'enum';
    case 'fixed':
      return `binary(${typeof size === 'number' ? size : 0})`;
    default:
      return inner(type['type']);
  }
}
