import type { CatalogColumn } from '../../../catalog/catalog.js';
import { catalogColumn } from '../../../catalog/column-rows.js';
import { isJsonObject, type JsonValue } from '../../../json/json.js';
import { topObjects } from './json-objects.js';
import { readJson } from './read-json.js';

/** Objects that are looked at. */
const MOST_OBJECTS = 1_000;
const MOST_COLUMNS = 10_000;

/**
 * Columns by the members of the first objects: of an array, of lines (https://jsonlines.org), or of one object alone.
 * Where objects differ in the type of a member, it is `json`.
 *
 * @param text - may be cut anywhere: an object that is not whole does not count
 * @returns undefined where there is no whole object, and where there is another value
 */
export function jsonColumns(text: string): CatalogColumn[] | undefined {
  const types = new Map<string, string | undefined>();
  let found = 0;
  for (const { from, to } of topObjects(text)) {
    const object = readJson(text.slice(from, to));
    if (!isJsonObject(object)) return undefined;
    for (const [name, value] of Object.entries(object)) {
      if (types.size < MOST_COLUMNS || types.has(name))
        types.set(name, merged(types.get(name), typeOf(value)));
    }
    found += 1;
    if (found === MOST_OBJECTS) break;
  }
  if (found === 0) return undefined;
  return [...types].map(([name, type = 'json']) => catalogColumn({ name, type, nullable: null }));
}

/** Undefined for null, which is of every type. */
function typeOf(value: JsonValue): string | undefined {
  if (value === null) return undefined;
  return Array.isArray(value) ? 'array' : typeof value;
}

function merged(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one === other ? one : 'json';
}
