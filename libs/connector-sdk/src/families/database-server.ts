import type { FieldOptions } from '../fields/field-spec.js';
import { Choice, Host, Text } from '../fields/text-fields.js';
import { Port } from '../fields/value-fields.js';
import type { TextFormat } from '../formats/text-format.js';

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

/** Plain HTTP, or HTTP over TLS. */
export function HttpScheme(): PropertyDecorator {
  return Choice({ label: 'Scheme', options: ['https', 'http'], default: 'https', destination: true });
}

/**
 * A name that becomes part of a driver's own connection text: nothing in it can end a value there or begin
 * another one.
 */
export const PLAIN_NAME: TextFormat = {
  pattern: '^[\\p{L}\\p{M}\\p{N}_@#$.-]{1,128}$',
  max: 128,
  means: 'a name of letters, digits and _ @ # $ . -',
};
