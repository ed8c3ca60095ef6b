import { ValidateBy, ValidateIf } from 'class-validator';

import { recordField } from './field-metadata.js';
import type { FieldKind, FieldOptions, Rule } from './field-spec.js';

/**
 * The decorator that all field decorators are made of: it gives the property its class-validator rules
 * and records its schema, form hint, secret mark and destination mark.
 */
export function field(options: FieldOptions, kind: FieldKind): PropertyDecorator {
  return (prototype, property) => {
    const name = String(property);
    const required = options.required ?? false;
    recordField(prototype, { ...options, ...kind, name, required });
    if (!required) ValidateIf((_object, value) => value !== undefined)(prototype, property);
    for (const rule of required ? [REQUIRED, ...kind.rules] : kind.rules)
      asValidator(rule)(prototype, property);
  };
}

const REQUIRED: Rule = {
  name: 'required',
  message: 'is required',
  test: (value) => value !== undefined && value !== null,
};

function asValidator(rule: Rule): PropertyDecorator {
  return ValidateBy({
    name: rule.name,
    validator: { validate: (value) => rule.test(value), defaultMessage: () => rule.message },
  });
}
