import type { FieldOptions } from '../fields/field-spec.js';
import { Host, Text } from '../fields/text-fields.js';
import { Port } from '../fields/value-fields.js';

/** The server of a database engine. */
export function ServerHost(options: Partial<FieldOptions> = {}): PropertyDecorator {
  return Host({ label: 'Host', placeholder: 'db.example.com', destination: true, ...options });
}

/** Its port; `standard` acts when none is given. */
export function ServerPort(standard?: number): PropertyDecorator {
  const fallback = standard === undefined ? {} : { default: standard };
  return Port({ label: 'Port', destination: true, ...fallback });
}

/** The name of something inside a database server: a database, schema, warehouse, role. */
export function ObjectName(options: FieldOptions): PropertyDecorator {
  return Text({ max: 255, ...options });
}
