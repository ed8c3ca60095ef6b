import type { Client } from 'pg';

import { connectedSocket } from '../../probe/connected-socket.js';
import type { KerberosInitiator } from '../../probe/kerberos.js';
import type { ColumnSummary, ProbeContext, ProbeSession, TableSummary } from '../../probe/probe.js';
import { AuthenticationGate } from './authentication-gate.js';
import { encrypted } from './encryption-request.js';
import type { RowQuery } from './row-query.js';
import { postgresError, postgresLoginError } from './sql-states.js';

/** What one source of this protocol differs in from the others. */
export interface PostgresWireOptions {
  readonly product: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Empty for a login by Kerberos. */
  readonly password: string;
  readonly kerberos?: () => Promise<KerberosInitiator>;
  readonly statements: PostgresWireStatements;
  /** How catalogs are asked for; without it tables are listed one by one. */
  readonly discovery?: (query: RowQuery) => Pick<ProbeSession, 'catalog' | 'look' | 'marked'>;
}

/** Fixed statements that only read; their columns are named as here. */
export interface PostgresWireStatements {
  /** One row with `version`. */
  readonly version: string;
  /** Rows with `schema`, `name` and `kind`; `$1` is a schema or null, `$2` the most rows to answer. */
  readonly tables: string;
  /** Rows with `name`, `type`, `nullable`; `$1` is the schema, `$2` the table. */
  readonly columns: string;
}

/** Works on Postgres and on all that speak its dialect of the standard. */
export const COLUMNS_OF_TABLE = `select column_name as name, data_type as type, is_nullable = 'YES' as nullable
  from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position`;

/**
 * Logs in by the Postgres protocol with `pg`, over a socket of the probe's network.
 *
 * @throws ProbeError
 */
export async function openPostgresWire(
  options: PostgresWireOptions,
  context: ProbeContext,
): Promise<ProbeSession> {
  const { host, port, database, user, password, statements } = options;
  const { default: pg } = await import('pg');
  const socket = await context.network.dial(host, port);
  const stream = await encrypted(socket, host, context);
  const gate = connectedSocket(new AuthenticationGate(stream, options.kerberos ?? null));
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    password,
    // Encrypted already, or not at all.
    ssl: false,
    stream: () => gate,
    application_name: 'patchbay-check',
    connectionTimeoutMillis: context.remainingMs(),
    query_timeout: context.remainingMs(),
  });
  // What goes wrong later than the step it belongs to has nobody to tell.
  client.on('error', () => undefined);
  await context.step('authenticate', () => client.connect(), postgresLoginError(context.tls.wanted));
  const version = await context.step('database', () => versionOf(client, statements), postgresError);
  const rows: RowQuery = async <Row>(sql: string, values: readonly unknown[]) => {
    // A page of a catalog has a time of its own, which is longer than that of the login.
    const query = { text: sql, values: [...values], query_timeout: context.remainingMs() };
    return (await client.query(query)).rows as Row[];
  };
  return {
    ...options.discovery?.(rows),
    server: { product: options.product, version },
    classify: postgresError,
    ping: async () => {
      await client.query('select 1');
    },
    tables: ({ schema, limit }) => tablesOf(client, statements, schema ?? null, limit),
    describe: async ({ schema, name }) =>
      (await client.query<ColumnSummary>(statements.columns, [schema, name])).rows,
    close: async () => {
      // Says goodbye without waiting for an answer.
      client.end(() => undefined);
      gate.destroySoon?.();
    },
  };
}

async function versionOf(client: Client, statements: PostgresWireStatements): Promise<string | null> {
  const { rows } = await client.query<{ version: string | null }>(statements.version);
  return rows[0]?.version ?? null;
}

async function* tablesOf(
  client: Client,
  statements: PostgresWireStatements,
  schema: string | null,
  limit: number,
): AsyncIterable<TableSummary> {
  const { rows } = await client.query<Omit<TableSummary, 'catalog'>>(statements.tables, [schema, limit]);
  for (const row of rows) yield { catalog: null, ...row };
}
