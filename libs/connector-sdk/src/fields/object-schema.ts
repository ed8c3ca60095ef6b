import type { JsonSchema, JsonValue } from '../json/json.js';
import { fieldsOf, objectRulesOf } from './field-metadata.js';
import {
  type FieldClass,
  type FieldSpec,
  isSecretField,
  type Sensitivity,
  type Shape,
} from './field-spec.js';

/** The dialect that all our schemas are written in. */
export const SCHEMA_DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The closed JSON Schema of a class with field decorators.
 *
 * @param undeclared - what a field is that says nothing of its sensitivity
 * @param only - names of the fields to take; all when absent
 */
export function objectSchema(
  fieldClass: FieldClass,
  undeclared: Sensitivity,
  only?: readonly string[],
): JsonSchema {
  const specs = fieldsOf(fieldClass).filter((spec) => only?.includes(spec.name) ?? true);
  const required = specs.filter((spec) => spec.required).map((spec) => spec.name);
  const rules = objectRulesOf(fieldClass).map((rule) => rule.schema);
  return {
    type: 'object',
    properties: Object.fromEntries(specs.map((spec) => [spec.name, fieldSchema(spec, undeclared)])),
    ...(required.length > 0 ? { required } : {}),
    ...(rules.length > 0 ? { allOf: rules } : {}),
    additionalProperties: false,
  };
}

/** The closed JSON Schema of a shape; of several classes exactly one fits. */
export function shapeSchema(shape: Shape, undeclared: Sensitivity): JsonSchema {
  if (typeof shape === 'function') return objectSchema(shape, undeclared);
  return { oneOf: Object.values(shape.classes).map((one) => objectSchema(one, undeclared)) };
}

function fieldSchema(spec: FieldSpec, undeclared: Sensitivity): JsonSchema {
  const notes: Record<string, JsonValue> = { title: spec.label };
  if (spec.help !== undefined) notes['description'] = spec.help;
  if (spec.default !== undefined) notes['default'] = spec.default;
  if (spec.example !== undefined) notes['examples'] = [spec.example];
  if (isSecretField(spec, undeclared)) notes['writeOnly'] = true;
  return { ...spec.schema, ...notes };
}
