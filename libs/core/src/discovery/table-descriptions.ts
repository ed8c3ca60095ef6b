import { type CatalogColumn, isJsonObject, isStorable, type JsonObject } from '#connector-sdk';
import { type FieldError, invalid } from '#platform/errors';
import type { Descriptions } from './tables.repository.js';

const LONGEST_DESCRIPTION = 4_000;
const MEMBERS = ['description', 'columns', 'metadata'];
const COLUMN_MEMBERS = ['name', 'description'];

/**
 * Reads what people say of a table: `{description, columns: [{name, description}], metadata}`, each member optional.
 *
 * @param columns - those that the table has
 * @throws DomainError `invalid` that names each member at fault
 */
export function readDescriptions(body: JsonObject, columns: readonly CatalogColumn[]): Descriptions {
  const errors = [
    ...unknownMembers(body, MEMBERS, ''),
    ...checkText(body['description'], 'description'),
    ...checkColumns(body['columns'], columns),
  ];
  const { metadata } = body;
  if (metadata != null && !isJsonObject(metadata)) {
    errors.push({ path: 'metadata', rule: 'object', message: 'metadata must be an object or null.' });
  } else if (!isStorable(metadata)) {
    const message = 'metadata must hold no NUL character and no half of a surrogate pair.';
    errors.push({ path: 'metadata', rule: 'text', message });
  }
  if (errors.length > 0) throw invalid(errors);
  const said = (body['columns'] ?? []) as unknown as { name: string; description: string | null }[];
  return {
    ...(body['description'] === undefined ? {} : { description: body['description'] as string | null }),
    ...(metadata === undefined ? {} : { metadata: metadata as JsonObject | null }),
    columns: Object.fromEntries(said.map(({ name, description }) => [name, description])),
  };
}

function checkColumns(value: unknown, columns: readonly CatalogColumn[]): FieldError[] {
  if (value == null) return [];
  if (!Array.isArray(value)) return [{ path: 'columns', rule: 'array', message: 'columns must be a list.' }];
  const known = new Set(columns.map(({ name }) => name));
  return value.flatMap((item: unknown, index): FieldError[] => {
    const path = `columns[${index}]`;
    if (!isJsonObject(item)) return [{ path, rule: 'object', message: `${path} must be an object.` }];
    const exists = typeof item['name'] === 'string' && known.has(item['name']);
    const message = `${path}.name must be a column of the table.`;
    return [
      ...unknownMembers(item, COLUMN_MEMBERS, `${path}.`),
      ...(exists ? [] : [{ path: `${path}.name`, rule: 'exists', message }]),
      ...(item['description'] === undefined
        ? [{ path: `${path}.description`, rule: 'required', message: `${path}.description is required.` }]
        : checkText(item['description'], `${path}.description`)),
    ];
  });
}

function checkText(value: unknown, path: string): FieldError[] {
  if (value == null) return [];
  if (typeof value === 'string' && value.length <= LONGEST_DESCRIPTION && isStorable(value)) return [];
  return [
    { path, rule: 'text', message: `${path} must be a text of at most ${LONGEST_DESCRIPTION} characters.` },
  ];
}

function unknownMembers(body: JsonObject, known: readonly string[], prefix: string): FieldError[] {
  return Object.keys(body)
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: `${prefix}${key}`, rule: 'unknown', message: 'There is no such member.' }));
}
