import { isJsonObject } from '../json/json.js';
import { field } from './field.js';
import type { FieldClass, FieldOptions } from './field-spec.js';
import { objectSchema } from './object-schema.js';
import { validateObject } from './validate-object.js';

/** An object with fields of its own. */
export function Nested(fieldClass: FieldClass, options: FieldOptions): PropertyDecorator {
  return field(options, {
    widget: 'group',
    nested: fieldClass,
    schema: objectSchema(fieldClass, 'open'),
    rules: [{ name: 'type', message: 'must be an object', test: isJsonObject }],
    inner: (value, path) => validateObject(fieldClass, value, path),
  });
}
