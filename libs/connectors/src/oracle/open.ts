import {
  type ColumnSummary,
  groupedCatalog,
  lookAtTable,
  type Open,
  simpleLogin,
  type TableSummary,
  textOf,
} from '#connector-sdk/opening';

import { oracleCatalog } from './catalog.js';
import { connectDescriptor } from './connect-descriptor.js';
import { withTransport } from './lent-transport.js';
import { oracleLook } from './look.js';
import { oracleQueries } from './queries.js';
import { oracleError } from './server-errors.js';

const TABLES = `select * from (
    select owner as "schema", object_name as "name",
      case max(object_type) keep (dense_rank last order by decode(object_type, 'MATERIALIZED VIEW', 2, 1))
        when 'VIEW' then 'view' when 'MATERIALIZED VIEW' then 'materialized_view' else 'table' end as "kind"
    from all_objects
    where object_type in ('TABLE', 'VIEW', 'MATERIALIZED VIEW') and secondary = 'N' and temporary = 'N'
      and owner = coalesce(:owner, owner)
      and owner not in (select username from all_users where oracle_maintained = 'Y')
    group by owner, object_name order by owner, object_name)
  where rownum <= :most`;

const COLUMNS = `select column_name as "name", data_type as "type", nullable as "nullable"
  from all_tab_columns where owner = :owner and table_name = :name order by column_id`;

/** Oracle Database by the driver's own implementation of its protocol, without Oracle's client. */
export const open: Open = async (target, context) => {
  const { username, password } = simpleLogin(target);
  const host = textOf(target.payload, 'host') ?? '';
  const port = Number(target.payload['port']);
  const { default: oracledb } = await import('oracledb');
  // TLS has a port of its own and begins with the first byte: where it is not demanded, it is not tried.
  const { required } = context.tls;
  const seconds = Math.ceil(context.remainingMs() / 1000);
  const socket = await context.network.dial(host, port);
  if (!required) context.tlsDone(false);
  const connection = await context.step(
    'authenticate',
    () =>
      withTransport({ dial: async () => socket, secure: (plain) => context.startTls(plain, host) }, () =>
        oracledb.getConnection({
          user: username,
          password,
          connectString: connectDescriptor(target.payload, required),
          connectTimeout: seconds,
          transportConnectTimeout: seconds,
          machine: 'patchbay',
          osUser: 'patchbay',
          program: 'patchbay-check',
          terminal: 'unknown',
        }),
      ),
    oracleError,
  );
  const queries = oracleQueries(connection, oracledb, context);
  const { rows } = queries;
  return {
    server: { product: 'Oracle Database', version: connection.oracleServerVersionString },
    classify: oracleError,
    catalog: async function* (filter, pageSize) {
      yield* groupedCatalog(await oracleCatalog(queries, filter), pageSize);
    },
    look: (table, wishes) => lookAtTable(oracleLook(queries, table), wishes),
    ping: async () => {
      await rows('select 1 from dual', {});
    },
    tables: async function* ({ schema = null, limit }) {
      const found = await rows<Omit<TableSummary, 'catalog'>>(TABLES, { owner: schema, most: limit });
      for (const row of found) yield { catalog: null, ...row };
    },
    describe: async ({ schema, name }) => {
      const found = await rows<ColumnRow>(COLUMNS, { owner: schema, name });
      return found.map((column) => ({ ...column, nullable: column.nullable === 'Y' }));
    },
    close: () => connection.close({ drop: true }),
  };
};

type ColumnRow = Omit<ColumnSummary, 'nullable'> & { readonly nullable: string };
