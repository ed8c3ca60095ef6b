import type { FieldError } from '#platform/errors';

/** Names of organizations, projects and connections as the page has them. */
export const NAME = /^[a-zA-Z0-9_-]+$/;
/** What DuckDB calls its own database; clients would take a connection of that name for it. */
export const RESERVED_NAME = 'duckdb';

/** What is wrong with the name of a new connection. */
export function checkConnectionName(name: unknown): FieldError[] {
  if (name == null) return [{ path: 'name', rule: 'required', message: 'name is required.' }];
  if (typeof name !== 'string' || !NAME.test(name)) {
    const message = 'name must have letters, digits, "_" and "-" only.';
    return [{ path: 'name', rule: 'pattern', message }];
  }
  if (name.toLowerCase() !== RESERVED_NAME) return [];
  return [{ path: 'name', rule: 'reserved', message: `The name ${RESERVED_NAME} is reserved.` }];
}
