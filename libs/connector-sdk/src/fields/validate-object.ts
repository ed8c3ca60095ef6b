import { validateSync, type ValidationError } from 'class-validator';

import type { FieldError } from '#platform/errors';

import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../json/json.js';
import { errorAt, pathTo } from './field-error.js';
import { fieldsOf, objectRulesOf } from './field-metadata.js';
import type { FieldClass, FieldSpec } from './field-spec.js';

/** Broken rules that one answer names: a body of ten thousand wrong keys needs no ten thousand lines. */
const MAX_ERRORS = 100;

/**
 * Checks a value against a class with field decorators.
 *
 * @param value - any JSON
 * @param path - how the value is called in errors
 * @returns every broken rule, at most one per field, at most 100; never throws on JSON
 */
export function validateObject(fieldClass: FieldClass, value: unknown, path: string): FieldError[] {
  if (value === undefined) return [errorAt(path, { name: 'required', message: 'is required' })];
  if (!isJsonObject(value)) return [errorAt(path, { name: 'type', message: 'must be an object' })];
  const specs = fieldsOf(fieldClass);
  return [
    ...fieldErrors(fieldClass, specs, value, path),
    ...objectRulesOf(fieldClass).flatMap((rule) => rule.check(value, path)),
    ...unknownKeys(specs, value, path),
  ].slice(0, MAX_ERRORS);
}

function unknownKeys(specs: readonly FieldSpec[], value: JsonObject, path: string): FieldError[] {
  const known = new Set(specs.map((spec) => spec.name));
  return Object.keys(value)
    .filter((key) => !known.has(key))
    .slice(0, MAX_ERRORS)
    .map((key) => errorAt(pathTo(path, key), { name: 'unknown', message: 'is not a known field' }));
}

function fieldErrors(
  fieldClass: FieldClass,
  specs: readonly FieldSpec[],
  value: JsonObject,
  path: string,
): FieldError[] {
  const broken = brokenRules(fieldClass, specs, value);
  return specs.flatMap((spec) => {
    const at = `${path}.${spec.name}`;
    const rule = broken.get(spec.name);
    if (rule) return [errorAt(at, rule)];
    const member = ownValue(value, spec.name);
    return member !== undefined && spec.inner ? spec.inner(member, at) : [];
  });
}

/** class-validator's verdict: by field, the first rule that it breaks. */
function brokenRules(
  fieldClass: FieldClass,
  specs: readonly FieldSpec[],
  value: JsonObject,
): Map<string, { name: string; message: string }> {
  const broken = new Map<string, { name: string; message: string }>();
  if (specs.length === 0) return broken;
  const options = { stopAtFirstError: true, validationError: { target: false, value: false } };
  for (const error of validateSync(instanceOf(fieldClass, specs, value), options)) {
    const first = firstConstraint(error);
    if (first) broken.set(error.property, first);
  }
  return broken;
}

function firstConstraint(error: ValidationError): { name: string; message: string } | undefined {
  const entry = Object.entries(error.constraints ?? {})[0];
  return entry && { name: entry[0], message: entry[1] };
}

function instanceOf(fieldClass: FieldClass, specs: readonly FieldSpec[], value: JsonObject): object {
  const instance = new fieldClass() as Record<string, JsonValue>;
  for (const { name } of specs) {
    const member = ownValue(value, name);
    if (member !== undefined) instance[name] = member;
  }
  return instance;
}
