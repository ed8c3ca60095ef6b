import { createRequire } from 'node:module';
import type { Client, ClientConfig, Pool } from 'pg';
import type { DataSourceOptions } from 'typeorm';

const pg = createRequire(import.meta.url)('pg') as typeof import('pg');

/** Where a Postgres is and who connects: a URL from the configuration, or the embedded server's socket. */
export type DatabaseTarget =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

export type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** Quotes an SQL identifier, by the driver's own rules. */
export const escapeIdentifier = (name: string): string => pg.escapeIdentifier(name);

/** Quotes an SQL string literal, by the driver's own rules. */
export const escapeLiteral = (text: string): string => pg.escapeLiteral(text);

/** The login of a target: what a migration needs to create its role. */
export function loginOf(target: DatabaseTarget): { user: string; password?: string } {
  if (!('url' in target)) return { user: target.user, password: target.password };
  const url = new URL(target.url);
  const user = decodeURIComponent(url.username);
  return url.password ? { user, password: decodeURIComponent(url.password) } : { user };
}

/** A pool of the plain driver, for libraries that bring their own SQL. */
export function poolOf(target: DatabaseTarget, tuning: { max: number; applicationName: string }): Pool {
  const login = 'url' in target ? { connectionString: target.url } : target;
  const pool = new pg.Pool({ ...login, max: tuning.max, application_name: tuning.applicationName });
  // A lost idle connection is the pool's business: it is replaced at the next use.
  pool.on('error', () => undefined);
  return pool;
}

/** A client of its own that logs in as the pool's do; not connected yet. */
export function clientLike(pool: Pool): Client {
  // The pool hides its password from enumeration, so what it has is inherited and not copied.
  const options = Object.create(pool.options) as ClientConfig;
  return new pg.Client(Object.assign(options, { application_name: 'patchbay-listen' }));
}

/** Below the 30 s after which nobody waits for a request's answer. */
const IMPATIENT = ' -c statement_timeout=25000 -c lock_timeout=10000';

/**
 * TypeORM's options for a target. Identifiers fit a JavaScript number (`parseInt8`): identity columns
 * stay far below 2^53. `pipeline` lets statements travel together (pg 8.23 and later).
 *
 * @param tuning - `pool` is a number of connections; `impatient` ends a statement after 25 s, and one that waits
 *   for a lock after 10 s, so that no request holds a connection without end
 */
export function dataSourceOptions(
  target: DatabaseTarget,
  tuning: { pool: number; applicationName: string; pipeline?: boolean; impatient?: boolean },
): PostgresOptions {
  return {
    type: 'postgres',
    ...('url' in target
      ? { url: target.url }
      : {
          host: target.host,
          port: target.port,
          username: target.user,
          password: target.password,
          database: target.database,
        }),
    synchronize: false,
    migrationsRun: false,
    logging: false,
    parseInt8: true,
    poolSize: tuning.pool,
    applicationName: tuning.applicationName,
    connectTimeoutMS: 5_000,
    extra: {
      pipeline: tuning.pipeline ?? false,
      idleTimeoutMillis: 0,
      keepAlive: true,
      options: `-c timezone=UTC -c datestyle=ISO${tuning.impatient ? IMPATIENT : ''}`,
    },
    // A lost idle connection is the pool's business: it is replaced at the next use.
    poolErrorHandler: () => undefined,
  };
}
