import type { FieldError } from '#platform/errors';

/**
 * The members of a body that only the server sets and that differ from what is stored. A client may send
 * back what it got, so equal ones are no error.
 */
export function checkReadOnly(view: object, body: object, writable: readonly string[]): FieldError[] {
  const given = body as Readonly<Record<string, unknown>>;
  return Object.entries(view)
    .filter(
      ([member, value]) =>
        !writable.includes(member) && given[member] !== undefined && given[member] !== value,
    )
    .map(([path]) => ({ path, rule: 'read_only', message: `${path} is set by the server.` }));
}
