import type { FieldError } from '#platform/errors';
import { looksSecret } from '#platform/redaction';

import { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.js';
import { errorAt, pathTo } from './field-error.js';
import { field } from './field.js';
import type { FieldOptions, Rule } from './field-spec.js';
import { MASK_RULE, SECRET_MAX, textRules, textSchema } from './text-kind.js';

/** Entries in a free map. */
export const MAP_MAX_ENTRIES = 200;
const KEY_MAX = 128;
/** Names that mean something to JavaScript objects. */
const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

const KEY_RULES = textRules({}, KEY_MAX);
const VALUE = { allowEmpty: true, characters: 'any' } as const;
const VALUE_RULES = textRules(VALUE, SECRET_MAX);

/**
 * A free map of text to text. Entries whose key looks secret are sealed one by one, the others are open
 * and, where the field is a destination field, part of the destination. Numbers and booleans are refused:
 * a driver property is text, and what it was meant to be is not ours to guess.
 */
export function TextMap(options: FieldOptions): PropertyDecorator {
  return field(options, {
    widget: 'map',
    map: true,
    schema: textMapSchema(),
    rules: [{ name: 'type', message: 'must be an object of texts', test: isJsonObject }],
    inner: (value, path) => textMapErrors(value as JsonObject, path, looksSecret),
  });
}

/** Every broken rule of a map's entries. */
export function textMapErrors(map: JsonObject, path: string, sealed: (key: string) => boolean): FieldError[] {
  const entries = Object.entries(map);
  if (entries.length > MAP_MAX_ENTRIES) {
    return [errorAt(path, { name: 'max_entries', message: `must have at most ${MAP_MAX_ENTRIES} entries` })];
  }
  return entries.flatMap(([key, value]) => {
    const broken = brokenKeyRule(key) ?? brokenValueRule(value, sealed(key));
    return broken ? [errorAt(pathTo(path, key), broken)] : [];
  });
}

/** The schema of a free map; a mask in a sealed entry is the one thing that it cannot say. */
export function textMapSchema({ masked = false } = {}): JsonSchema {
  return {
    type: 'object',
    maxProperties: MAP_MAX_ENTRIES,
    propertyNames: { ...textSchema({}, KEY_MAX), not: { enum: FORBIDDEN_KEYS } },
    additionalProperties: textSchema({ ...VALUE, refuseMask: masked }, SECRET_MAX),
  };
}

function brokenKeyRule(key: string): Pick<Rule, 'name' | 'message'> | undefined {
  if (FORBIDDEN_KEYS.includes(key)) return { name: 'name', message: 'is not allowed as a name' };
  const broken = KEY_RULES.find((rule) => !rule.test(key));
  return broken && { name: 'name', message: `has a name that ${broken.message}` };
}

function brokenValueRule(value: JsonValue, sealed: boolean): Rule | undefined {
  return [...VALUE_RULES, ...(sealed ? [MASK_RULE] : [])].find((rule) => !rule.test(value));
}
