import { PORT } from '../formats/host.js';
import type { JsonValue } from '../json/json.js';
import { field } from './field.js';
import type { FieldKind, FieldOptions } from './field-spec.js';

/** A TCP port; a number, or the same as text. */
export function Port(options: FieldOptions): PropertyDecorator {
  return field(options, wholeNumber(65_535, `^${PORT}$`, 'must be a port, a whole number from 1 to 65535'));
}

/** A whole number of 1 to `digits` digits, at least 1; a number, or the same as text. */
export function Count(options: FieldOptions & { readonly digits: number }): PropertyDecorator {
  const { digits, ...common } = options;
  const max = 10 ** digits - 1;
  return field(
    common,
    wholeNumber(max, `^[1-9][0-9]{0,${digits - 1}}$`, `must be a whole number from 1 to ${max}`),
  );
}

/** Yes or no. */
export function Flag(options: FieldOptions): PropertyDecorator {
  return field(options, {
    widget: 'checkbox',
    schema: { type: 'boolean' },
    rules: [{ name: 'type', message: 'must be true or false', test: (value) => typeof value === 'boolean' }],
  });
}

function wholeNumber(max: number, pattern: string, message: string): FieldKind {
  const asText = new RegExp(pattern, 'u');
  return {
    widget: 'number',
    schema: {
      anyOf: [
        { type: 'integer', minimum: 1, maximum: max },
        { type: 'string', pattern },
      ],
    },
    rules: [
      { name: 'type', message, test: (value) => typeof value === 'number' || typeof value === 'string' },
      {
        name: 'range',
        message,
        test: (value) =>
          typeof value === 'string'
            ? asText.test(value)
            : Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max,
      },
    ],
    canonical: (value: JsonValue) =>
      typeof value === 'string' && asText.test(value) ? Number(value) : value,
  };
}
