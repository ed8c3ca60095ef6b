import type { FieldError } from '#platform/errors';

import { isJsonObject, type JsonObject, ownValue } from '../json/json.js';
import { errorAt } from './field-error.js';
import { fieldsOf } from './field-metadata.js';
import type { FieldClass, FieldSpec, Shape } from './field-spec.js';
import { validateObject } from './validate-object.js';

/**
 * The fields of one object. Where the object does not say which class describes it, all that any of them
 * has: what is sealed in one of them is then sealed.
 */
export function fieldsFor(shape: Shape, value: JsonObject): FieldSpec[] {
  const one = classFor(shape, value);
  return (one ? [one] : classesOf(shape)).flatMap(fieldsOf);
}

/** Every class that can describe an object of that shape. */
export function classesOf(shape: Shape): FieldClass[] {
  return typeof shape === 'function' ? [shape] : Object.values(shape.classes);
}

/** Checks a value against a shape; see `validateObject`. */
export function validateShape(shape: Shape, value: unknown, path: string): FieldError[] {
  if (typeof shape === 'function') return validateObject(shape, value, path);
  if (!isJsonObject(value)) return [errorAt(path, { name: 'type', message: 'must be an object' })];
  const one = classFor(shape, value);
  if (one) return validateObject(one, value, path);
  const at = `${path}.${shape.by}`;
  if ((ownValue(value, shape.by) ?? null) === null) {
    return [errorAt(at, { name: 'required', message: 'is required' })];
  }
  const choices = Object.keys(shape.classes).join(', ');
  return [errorAt(at, { name: 'choice', message: `must be one of ${choices}` })];
}

function classFor(shape: Shape, value: JsonObject): FieldClass | undefined {
  if (typeof shape === 'function') return shape;
  const kind = ownValue(value, shape.by);
  return typeof kind === 'string' && Object.hasOwn(shape.classes, kind) ? shape.classes[kind] : undefined;
}
