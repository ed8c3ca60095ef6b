import { isJsonObject } from '../json/json.js';
import { field } from './field.js';
import type { FieldOptions, Sensitivity, Shape } from './field-spec.js';
import { shapeSchema } from './object-schema.js';
import { validateShape } from './shape.js';

/**
 * An object with fields of its own.
 *
 * @param undeclared - what a field inside is that says nothing of its sensitivity
 */
export function Nested(
  shape: Shape,
  options: FieldOptions,
  undeclared: Sensitivity = 'open',
): PropertyDecorator {
  return field(options, {
    widget: 'group',
    nested: shape,
    undeclared,
    schema: shapeSchema(shape, undeclared),
    rules: [{ name: 'type', message: 'must be an object', test: isJsonObject }],
    inner: (value, path) => validateShape(shape, value, path),
  });
}
