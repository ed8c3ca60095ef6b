import type { FieldError } from '#platform/errors';

import type { TransportName } from '../connector/connector.js';
import { errorAt } from '../fields/field-error.js';
import { fieldsOf } from '../fields/field-metadata.js';
import { validateObject } from '../fields/validate-object.js';
import { isJsonObject } from '../json/json.js';
import { Transport } from './transport.js';

/** Checks `transport` for a connector that takes only some transports; null and undefined are none at all. */
export function validateTransport(
  value: unknown,
  taken: readonly TransportName[],
  type: string,
): FieldError[] {
  if (value === undefined || value === null) return [];
  const errors = validateObject(Transport, value, 'transport');
  if (!isJsonObject(value)) return errors;
  const refused = fieldsOf(Transport)
    .map((spec) => spec.name)
    .filter((name) => Object.hasOwn(value, name) && !taken.includes(name as TransportName));
  const within = (error: FieldError): boolean =>
    refused.some((name) => error.path === `transport.${name}` || error.path.startsWith(`transport.${name}.`));
  const rule = { name: 'transport', message: `is not available for connections of type ${type}` };
  return [
    ...errors.filter((error) => !within(error)),
    ...refused.map((name) => errorAt(`transport.${name}`, rule)),
  ];
}
