import { DomainError } from '#platform/errors';

/**
 * SQLSTATEs that say the server cannot do it now: classes 08 connection, 53 resources, 57P shutdown; 57014 a
 * statement that took too long, 55P03 a lock that did not become free, 40P01 a deadlock that another won.
 */
const UNAVAILABLE_STATE = /^(08|53|57P|57014|55P03|40P01)/;
const UNAVAILABLE_ERRNO = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
const UNAVAILABLE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Cannot use a pool after/;

/**
 * Turns "the database is not there" into 503 `database_unavailable`; every other error passes unchanged.
 * SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const code = sqlState(error) ?? '';
  if (UNAVAILABLE_STATE.test(code) || UNAVAILABLE_ERRNO.has(code) || UNAVAILABLE_TEXT.test(error.message)) {
    return new DomainError('unavailable', 'database_unavailable', 'The database cannot be reached now.', {
      retryAfter: 1,
    });
  }
  return error;
}

/** The SQLSTATE (or errno) of a driver's error, also inside TypeORM's wrapper. */
export function sqlState(error: unknown): string | undefined {
  const candidate = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = candidate?.driverError?.code ?? candidate?.code;
  return typeof code === 'string' ? code : undefined;
}

/**
 * The name of the constraint that a statement violated. Citus adds the shard's number behind the name, so
 * compare with {@link violates}, not with equality.
 */
export function violatedConstraint(error: unknown): string | undefined {
  const candidate = error as { constraint?: unknown; driverError?: { constraint?: unknown } } | null;
  const name = candidate?.driverError?.constraint ?? candidate?.constraint;
  return typeof name === 'string' ? name : undefined;
}

/** True when the error is the violation of this constraint, also on a shard (`name_102074`). */
export function violates(error: unknown, constraint: string): boolean {
  const name = violatedConstraint(error);
  return (
    name === constraint ||
    (name?.startsWith(`${constraint}_`) === true && /^_\d+$/.test(name.slice(constraint.length)))
  );
}
