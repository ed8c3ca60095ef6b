import {
  lookAtTable,
  type Open,
  pagedCatalog,
  type ProbeContext,
  ProbeError,
  simpleLogin,
  textOf,
} from '#connector-sdk/opening';

import { sybaseCatalog } from './catalog.js';
import { connectionText } from './connection-text.js';
import { sybaseLook } from './look.js';
import { loadOdbc, type OdbcConnection, odbcErrorLines } from './odbc.js';
import { querying } from './query.js';
import { isFromServer, sybaseError } from './server-errors.js';
import { columnsStatement, DATABASE, tablesStatement, VERSION } from './statements.js';

/** SAP ASE by TDS 5.0, with FreeTDS' ODBC driver. */
export const open: Open = async (target, context) => {
  const { payload } = target;
  const host = textOf(payload, 'host') ?? '';
  const database = textOf(payload, 'database') ?? '';
  const odbc = await loadOdbc();
  // TLS has a port of its own and begins with the first byte: where it is not demanded, it is not tried.
  const secure = context.tls.required;
  const local = await context.network.forward(host, Number(payload['port']), { secure });
  const seconds = Math.ceil(context.remainingMs() / 1000);
  const options = {
    connectionString: connectionText({
      ...simpleLogin(target),
      host: local.host,
      port: local.port,
      database,
    }),
    connectionTimeout: seconds,
    loginTimeout: seconds,
  };
  const connection = await context.step(
    'authenticate',
    () => logIn(() => odbc.connect(options), context, secure),
    sybaseError,
  );
  const query = querying(connection);
  const [found] = await context.step('database', () => query<{ version: string }>(VERSION), sybaseError);
  return {
    server: { product: 'SAP ASE', version: found?.version ?? null },
    classify: sybaseError,
    ping: async () => {
      const [entered] = await query<{ name: string }>(DATABASE);
      if (entered?.name.trim() !== database) throw new ProbeError('database_not_found');
    },
    tables: async function* ({ schema, limit }) {
      const objects = await query<{ owner: string; name: string; type: string }>(
        tablesStatement(schema, limit),
      );
      for (const { owner, name, type } of objects) {
        yield { catalog: null, schema: owner, name, kind: type.trim() === 'V' ? 'view' : 'table' };
      }
    },
    describe: async ({ schema, name }) => {
      const columns = await query<{ name: string; type: string; nulls: number | string }>(
        columnsStatement(schema ?? '', name),
      );
      return columns.map(({ nulls, ...column }) => ({ ...column, nullable: Number(nulls) !== 0 }));
    },
    catalog: (filter, pageSize) => pagedCatalog(sybaseCatalog(query, filter), pageSize),
    look: (table, wishes) => lookAtTable(sybaseLook(query, table, wishes), wishes),
    close: () => connection.close(),
  };
};

/** Over TLS the forwarder has said already how that went. */
async function logIn(
  connect: () => Promise<OdbcConnection>,
  context: ProbeContext,
  secure: boolean,
): Promise<OdbcConnection> {
  try {
    const connection = await connect();
    if (!secure) context.tlsDone(false);
    return connection;
  } catch (error) {
    if (!secure && odbcErrorLines(error).some(isFromServer)) context.tlsDone(false);
    throw error;
  }
}
