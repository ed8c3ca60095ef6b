import {
  lookAtTable,
  pagedCatalog,
  type ProbeContext,
  ProbeError,
  type ProbeSession,
  type ProbeTarget,
  type TableSummary,
  textOf,
} from '#connector-sdk/opening';

import { mapLogin } from '../map-login.js';
import { hanaCatalog, USERS_TABLES } from './hana-catalog.js';
import { hanaCall, hanaClient, hanaRows } from './hana-client.js';
import { hanaError } from './hana-errors.js';
import { hanaLook } from './hana-look.js';

/** The first tenant of instance 00 of a system; each further one has a port of its own. */
const FIRST_TENANT_PORT = 30_015;

const VERSION = 'select version from sys.m_database';
/** The declared name may be the tenant database's or a schema's. */
const FOUND = `select (select count(*) from sys.m_database where upper(database_name) = upper(?))
  + (select count(*) from sys.schemas where schema_name in (?, upper(?))) as found from sys.dummy`;
const TABLES = `select * from (
    select schema_name as "schema", table_name as "name", 'table' as "kind" from sys.tables
      where ${USERS_TABLES}
    union all select schema_name, view_name, 'view' from sys.views)
  where ("schema" = ? or ? is null) and "schema" <> 'SYS' and "schema" not like '\\_SYS%' escape '\\'
  order by 1, 2 limit ?`;
const COLUMNS = `select column_name as "name", data_type_name as "type", is_nullable as "nullable", position
    from sys.table_columns where schema_name = ? and table_name = ?
  union all select column_name, data_type_name, is_nullable, position
    from sys.view_columns where schema_name = ? and view_name = ? order by position`;

/** SAP HANA by its own protocol. */
export async function openHana(target: ProbeTarget, context: ProbeContext): Promise<ProbeSession> {
  const host = textOf(target.payload, 'host');
  if (host === undefined) throw new ProbeError('target_incomplete', { facts: { missing: ['payload.host'] } });
  const login = mapLogin(target);
  const name = textOf(target.payload, 'db_or_schema') ?? '';
  const port = Number(target.payload['port'] ?? FIRST_TENANT_PORT);
  const socket = await context.network.dial(host, port);
  const { required } = context.tls;
  // TLS begins with the first byte, and a server takes one or the other: where it is not demanded, it is not tried.
  if (!required) context.tlsDone(false);
  const stream = required ? await context.startTls(socket, host) : socket;
  const client = await context.step(
    'authenticate',
    () => hanaClient(stream, login, context.remainingMs()),
    hanaError,
  );
  const rows = <Row>(sql: string, values: readonly unknown[]) => hanaRows<Row>(client, sql, values);
  const [about] = await context.step('database', () => rows<{ VERSION?: string }>(VERSION, []), hanaError);
  return {
    server: { product: 'SAP HANA', version: about?.VERSION ?? null },
    classify: hanaError,
    ping: async () => {
      const [row] = await rows<{ FOUND: number }>(FOUND, [name, name, name]);
      if (!row || Number(row.FOUND) === 0) throw new ProbeError('schema_not_found');
    },
    tables: async function* ({ schema = null, limit }) {
      for (const row of await rows<Omit<TableSummary, 'catalog'>>(TABLES, [schema, schema, limit])) {
        yield { catalog: null, ...row };
      }
    },
    describe: async ({ schema, name: table }) => {
      const values = [schema, table, schema, table];
      const found = await rows<{ name: string; type: string; nullable: string }>(COLUMNS, values);
      return found.map((column) => ({ ...column, nullable: column.nullable === 'TRUE' }));
    },
    catalog: (filter, pageSize) => pagedCatalog(hanaCatalog(rows, filter), pageSize),
    look: (table, wishes) => {
      const call = (sql: string, values: readonly unknown[]) =>
        hanaCall<Record<string, unknown>>(client, sql, values);
      return lookAtTable(hanaLook({ rows, call }, table), wishes);
    },
    close: async () => client.destroy(),
  };
}
