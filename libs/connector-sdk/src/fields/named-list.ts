import type { FieldError } from '#platform/errors';

import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json/json.js';
import { errorAt } from './field-error.js';
import { field } from './field.js';
import type { FieldOptions, Shape } from './field-spec.js';
import { shapeSchema } from './object-schema.js';
import { validateShape } from './shape.js';

/** How errors and sealed properties tell the entries of a list apart. */
const KEY = 'name';

/**
 * A list of objects, at least one, each with a `name` that no other has, whatever its case. Sealed
 * properties inside an entry are kept by that name, so entries may change places.
 *
 * @param max - entries at most
 */
export function NamedList(shape: Shape, options: FieldOptions & { readonly max: number }): PropertyDecorator {
  const { max, ...common } = options;
  return field(common, {
    widget: 'list',
    items: shape,
    schema: { type: 'array', minItems: 1, maxItems: max, items: shapeSchema(shape, 'open') },
    rules: [
      { name: 'type', message: 'must be a list', test: Array.isArray },
      { name: 'min_items', message: 'must have an entry', test: (value) => lengthOf(value) > 0 },
      {
        name: 'max_items',
        message: `must have at most ${max} entries`,
        test: (value) => lengthOf(value) <= max,
      },
    ],
    inner: (value, path) => {
      const entries = value as readonly JsonValue[];
      return [
        ...entries.flatMap((entry, index) => validateShape(shape, entry, `${path}[${index}]`)),
        ...repeatedNames(entries, path),
      ];
    },
  });
}

/** The name by which an entry of a list is known, where it has one. */
export function entryName(entry: JsonValue): string | undefined {
  const name = isJsonObject(entry) ? ownValue(entry, KEY) : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** The entry of that name, if the value is a list that has one. */
export function entryOf(list: JsonValue | undefined, name: string): JsonObject | undefined {
  const entries = Array.isArray(list) ? (list as readonly JsonValue[]) : [];
  const entry = entries.find((one) => entryName(one) === name);
  return isJsonObject(entry) ? entry : undefined;
}

function repeatedNames(entries: readonly JsonValue[], path: string): FieldError[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const name = entryName(entry)?.toLowerCase();
    if (name === undefined || !seen.has(name)) {
      if (name !== undefined) seen.add(name);
      return [];
    }
    const rule = { name: 'unique', message: 'is the name of another entry' };
    return [errorAt(`${path}[${index}].${KEY}`, rule)];
  });
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
