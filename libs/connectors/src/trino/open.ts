import { isIPv6 } from 'node:net';

import {
  groupedCatalog,
  lookAtTable,
  type Open,
  type ProbeContext,
  ProbeError,
  quotedName,
  type TableFilter,
  type TableSummary,
  textOf,
  withinOwnSchema,
} from '#connector-sdk/opening';

import { trinoCatalog, trinoLook } from './catalog.js';
import { loginHeaders } from './login-headers.js';
import { literal, TrinoStatements } from './statements.js';
import { trinoError } from './trino-errors.js';

/** Of the cluster itself; its tables are no data. */
const SYSTEM_CATALOG = 'system';

/** Trino by its client protocol. */
export const open: Open = async (target, context) => {
  const { payload } = target;
  const host = textOf(payload, 'host') ?? '';
  const port = Number(payload['port']);
  const secure = textOf(payload, 'scheme') !== 'http';
  if (!secure) withoutTls(context);
  const origin = new URL(`${secure ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${port}`);
  const way = { agents: context.network.agents([{ host, port }]), signal: context.signal };
  const trino = new TrinoStatements(way, origin, loginHeaders(target, context));
  const catalog = textOf(payload, 'catalog');
  const schema = textOf(payload, 'schema');

  await context.step('authenticate', () => trino.run('select 1'), trinoError);
  const version = await context.step('database', () => trino.version(), trinoError);
  return {
    server: { product: 'Trino', version },
    classify: trinoError,
    ping: () => requirePlace(trino, catalog, schema),
    catalog: async function* (filter, pageSize) {
      const own = withinOwnSchema(filter, schema);
      for (const one of catalog === undefined ? await catalogs(trino) : [catalog]) {
        yield* groupedCatalog(await trinoCatalog(trino, one, own), pageSize);
      }
    },
    look: (table, wishes) => lookAtTable(trinoLook(trino, table), wishes),
    tables: (filter) => tablesOf(trino, { catalog, schema, ...filter }),
    describe: async (table) => {
      const rows = await trino.run(
        `select column_name, data_type, is_nullable from ${schemaOf(table.catalog ?? catalog ?? SYSTEM_CATALOG)}.columns
          where table_schema = ${literal(table.schema ?? schema ?? '')} and table_name = ${literal(table.name)}
          order by ordinal_position`,
      );
      return rows.map(([name, type, nullable]) => ({
        name: String(name),
        type: String(type),
        nullable: nullable === 'YES',
      }));
    },
    close: async () => {
      way.agents.http.destroy();
      way.agents.https.destroy();
    },
  };
};

function withoutTls(context: ProbeContext): void {
  if (context.tls.required) {
    throw new ProbeError('tls_not_supported', {
      hint: 'The scheme of the connection is http. Use https, or set transport.tls.mode to prefer or disable, if your tenant allows it.',
    });
  }
  context.tlsDone(false);
}

async function requirePlace(trino: TrinoStatements, catalog?: string, schema?: string): Promise<void> {
  if (catalog === undefined) {
    await trino.run('show catalogs');
    return;
  }
  const named = schema === undefined ? '' : ` where schema_name = ${literal(schema)}`;
  const rows = await trino.run(`select schema_name from ${schemaOf(catalog)}.schemata${named} limit 1`);
  if (schema !== undefined && rows.length === 0) throw new ProbeError('schema_not_found');
}

async function* tablesOf(trino: TrinoStatements, filter: TableFilter): AsyncIterable<TableSummary> {
  let left = filter.limit;
  for (const catalog of filter.catalog === undefined ? await catalogs(trino) : [filter.catalog]) {
    const within = filter.schema === undefined ? '' : ` and table_schema = ${literal(filter.schema)}`;
    const rows = await trino.run(
      `select table_schema, table_name, table_type from ${schemaOf(catalog)}.tables
        where table_schema <> 'information_schema'${within} limit ${left}`,
    );
    for (const [schema, name, type] of rows) {
      yield { catalog, schema: String(schema), name: String(name), kind: type === 'VIEW' ? 'view' : 'table' };
    }
    left -= rows.length;
    if (left <= 0) return;
  }
}

async function catalogs(trino: TrinoStatements): Promise<string[]> {
  const rows = await trino.run('show catalogs');
  return rows.map(([name]) => String(name)).filter((name) => name !== SYSTEM_CATALOG);
}

function schemaOf(catalog: string): string {
  return `${quotedName(catalog)}.information_schema`;
}
