import { randomBytes } from 'node:crypto';
import fc from 'fast-check';

/** Stands in values that an answer may show when they were accepted, and never in an error. */
export const OPEN_MARK = `open${randomBytes(6).toString('hex')}`;
/** Stands in secrets: never in an answer, never in the log. */
export const SECRET_MARK = `sealed${randomBytes(6).toString('hex')}`;

/** What objects of JavaScript know by these names is not what a document says. */
const PROTOTYPE_KEYS = [
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'toJSON',
];

const NUMBERS = [
  0,
  -0,
  -1,
  1,
  1.5,
  255,
  65_536,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  1e21,
  1e308,
  -1e308,
  5e-324,
];

const TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'true',
  '[object Object]',
  OPEN_MARK,
  ` ${OPEN_MARK}\n`,
  `${OPEN_MARK}\0`,
  `\ud800${OPEN_MARK}`,
  `${OPEN_MARK}\udc00`,
  `\u202e${OPEN_MARK}\u0301\u{1f600}`,
  OPEN_MARK.repeat(20),
  'x'.repeat(70_000),
  '******',
  `'; drop table connections; --${OPEN_MARK}`,
  '../../etc/passwd',
  '$' + '{jndi:ldap://x}',
  '1e400',
  '9007199254740993',
  '2026-02-30T00:00:00Z',
  'REDSHIFT',
  'SIMPLE',
  'GLOBAL',
];

/** A document's value that nobody who wrote the rules had in mind. */
export function hostileValue(): fc.Arbitrary<unknown> {
  const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 20 }));
  const scalar = fc.oneof(text, fc.constantFrom<unknown>(...NUMBERS, null, true, false), fc.double());
  return fc.oneof(
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(scalar, { maxLength: 4 }) },
    { weight: 2, arbitrary: fc.dictionary(hostileKey(), scalar, { maxKeys: 4 }) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 25 }).map((depth) => nested(depth)) },
    { weight: 1, arbitrary: fc.constantFrom(manyKeys(300), manyKeys(600), Array(1500).fill(1)) },
  );
}

/** A key that stands where none was meant to. */
export function hostileKey(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...PROTOTYPE_KEYS, '__proto__', '', ' ', '.', '~', 'id', 'password', 'tenant_id', 'a.b'),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.string({ maxLength: 300, minLength: 200 }),
  );
}

function nested(depth: number): unknown {
  return depth === 0 ? OPEN_MARK : { deeper: nested(depth - 1) };
}

function manyKeys(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, index]));
}
