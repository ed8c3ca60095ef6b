import type { ClickHouseClient } from '@clickhouse/client';

import {
  type ColumnSummary,
  type ErrorClassifier,
  groupedCatalog,
  lookAtTable,
  type Open,
  type ProbeContext,
  ProbeError,
  type ProbeTarget,
  simpleLogin,
  textOf,
  withinOwnSchema,
} from '#connector-sdk/opening';

import { answeredStatus } from './answered-status.js';
import { clickHouseCatalog, kindOf } from './catalog.js';
import { clickHouseLook } from './look.js';
import { isNullable } from './nullable.js';
import { clickHouseError, isFromServer } from './server-errors.js';
import { columnsStatement, databaseStatement, tablesStatement } from './statements.js';

/** ClickHouse over HTTP. */
export const open: Open = async (target, context) => {
  const { createClient, ClickHouseLogLevel } = await import('@clickhouse/client');
  const { host, port, database, encrypted } = serverOf(target);
  if (!encrypted && context.tls.required) throw new ProbeError('tls_not_supported', { hint: SCHEME_IS_HTTP });
  const agents = context.network.agents([{ host, port }]);
  const client = createClient({
    url: urlOf(host, port, encrypted),
    ...simpleLogin(target),
    database,
    http_agent: encrypted ? agents.https : agents.http,
    request_timeout: context.statementMs(),
    // It would write what servers say to the console.
    log: { level: ClickHouseLogLevel.OFF },
    application: 'patchbay-check',
  });
  const answered = answeredStatus(encrypted ? agents.https : agents.http);
  const classify: ErrorClassifier = (error) => clickHouseError(error, answered.status);
  const rows = <Row>(query: string): Promise<Row[]> => rowsOf<Row>(client, query, context.signal);
  const version = await context
    .step(
      'authenticate',
      () => logIn(() => rows<{ version: string }>('select version() as version'), context, encrypted),
      classify,
    )
    .catch((error: unknown) => {
      answered.stop();
      throw error;
    });
  const stream = <Row>(query: string) => streamOf<Row>(client, query, context.signal);
  return {
    server: { product: 'ClickHouse', version },
    classify,
    catalog: async function* (filter, pageSize) {
      const own = withinOwnSchema(filter, database);
      yield* groupedCatalog(await clickHouseCatalog({ rows, stream }, own), pageSize);
    },
    look: (table, wishes) => lookAtTable(clickHouseLook({ rows }, table), wishes),
    ping: async () => {
      const found = await rows(databaseStatement(database));
      if (found.length === 0) throw new ProbeError('database_not_found');
    },
    tables: async function* ({ schema, limit }) {
      const found = await rows<{ schema: string; name: string; engine: string }>(
        tablesStatement(schema ?? database, limit),
      );
      for (const { engine, ...names } of found) {
        yield { catalog: null, ...names, kind: kindOf(engine) };
      }
    },
    describe: async ({ schema, name }) => {
      const found = await rows<Omit<ColumnSummary, 'nullable'>>(columnsStatement(schema ?? database, name));
      return found.map((column) => ({ ...column, nullable: isNullable(column.type) }));
    },
    close: async () => {
      answered.stop();
      await client.close();
    },
  };
};

const SCHEME_IS_HTTP =
  'payload.scheme is http, and the password must not be sent in clear: use the HTTPS port and leave the scheme out.';

function serverOf({ payload }: ProbeTarget) {
  return {
    host: textOf(payload, 'host') ?? '',
    port: Number(payload['port']),
    database: textOf(payload, 'database') ?? 'default',
    encrypted: textOf(payload, 'scheme') !== 'http',
  };
}

function urlOf(host: string, port: number, encrypted: boolean): string {
  const name = host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host;
  return `${encrypted ? 'https' : 'http'}://${name}:${port}`;
}

async function rowsOf<Row>(client: ClickHouseClient, query: string, signal: AbortSignal): Promise<Row[]> {
  const answer = await client.query({ query, format: 'JSONEachRow', abort_signal: signal });
  return answer.json<Row>();
}

async function* streamOf<Row>(
  client: ClickHouseClient,
  query: string,
  signal: AbortSignal,
): AsyncIterable<Row> {
  const answer = await client.query({ query, format: 'JSONEachRow', abort_signal: signal });
  for await (const rows of answer.stream<Row>()) {
    for (const row of rows) yield row.json();
  }
}

/** A login is no more than the first statement; over HTTPS the agent has said already how TLS went. */
async function logIn(
  ask: () => Promise<{ version: string }[]>,
  context: ProbeContext,
  encrypted: boolean,
): Promise<string> {
  try {
    const [row] = await ask();
    // A page of something else has no row of ours in it.
    if (typeof row?.version !== 'string') throw new ProbeError('protocol_error');
    if (!encrypted) context.tlsDone(false);
    return row.version;
  } catch (error) {
    if (!encrypted && isFromServer(error)) context.tlsDone(false);
    throw error;
  }
}
