import { malformed } from '#platform/errors';
import { escapeIdentifier, escapeLiteral } from './target.js';

/** A statement with a name, so that a connection parses and plans it once. */
export interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** What a named statement takes as a parameter. */
export type SqlValue = string | number | boolean | Date | readonly number[] | null | undefined;

/** The statement that gives a query its name on a connection. */
export function prepareText({ name, text }: NamedQuery): string {
  return `prepare ${escapeIdentifier(name)} as ${text}`;
}

/** The statement that runs a prepared query: its name and literals, nothing else. */
export function executeText({ name, values }: NamedQuery): string {
  const parameters = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
  return `execute ${escapeIdentifier(name)}${parameters}`;
}

/** @throws DomainError `malformed` for a text that Postgres cannot hold (it has a NUL character) */
function literal(value: SqlValue): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('A parameter is not a number.');
    return String(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return escapeLiteral(value.toISOString());
  if (typeof value !== 'string') return `'{${value.map(literal).join(',')}}'`;
  if (value.includes('\0')) throw malformed('parameter_malformed', 'A parameter has a NUL character.');
  return escapeLiteral(value);
}
