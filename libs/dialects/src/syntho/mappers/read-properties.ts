import { type JsonObject, ownValue } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import type { GivenProperties, PropertyDefinition, PropertyTable } from './property.js';

/**
 * Reads the members that a table names; others are passed over, as the product does.
 *
 * @param prefix - of paths in errors, with its dot
 */
export function readProperties(
  table: PropertyTable,
  body: JsonObject,
  errors: FieldError[],
  prefix = '',
): GivenProperties {
  const given: Record<string, string | number | boolean> = {};
  for (const [name, definition] of Object.entries(table)) {
    const value = ownValue(body, name) ?? null;
    const path = `${prefix}${name}`;
    const broken = ruleBrokenBy(definition, value, path);
    if (broken) errors.push({ path, ...broken });
    else if (value !== null) given[name] = value as string | number | boolean;
  }
  return given;
}

function ruleBrokenBy(
  { type, required, filled, values, range }: PropertyDefinition,
  value: unknown,
  path: string,
): Omit<FieldError, 'path'> | null {
  if (value === null) return required ? { rule: 'required', message: `${path} is required.` } : null;
  const ofType = type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
  if (!ofType) return { rule: type, message: `${path} must be ${WORDS[type]}.` };
  if (filled && value === '') return { rule: 'required', message: `${path} must not be empty.` };
  if (range && ((value as number) < range[0] || (value as number) > range[1])) {
    return { rule: 'range', message: `${path} must be ${range[0]} to ${range[1]}.` };
  }
  if (values && !values.includes((value as string).toLowerCase())) {
    return { rule: 'one_of', message: `${path} must be one of ${values.join(', ')}.` };
  }
  return null;
}

const WORDS = { string: 'a text', integer: 'a whole number', boolean: 'true or false' } as const;
