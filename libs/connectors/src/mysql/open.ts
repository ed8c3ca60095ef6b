import type { Socket } from 'node:net';

import type { Connection, ConnectionOptions, RowDataPacket, SslOptions } from 'mysql2';

import {
  type ColumnSummary,
  groupedCatalog,
  lookAtTable,
  type Open,
  type ProbeContext,
  type ProbeTarget,
  simpleLogin,
  type TableSummary,
  textOf,
  type TlsPlan,
  withinOwnSchema,
} from '#connector-sdk/opening';

import { mysqlCatalog, type MysqlQueries, mysqlLook } from './catalog.js';
import { clearLoginError, isFromServer, mysqlError } from './driver-errors.js';
import { refuseFileWishes } from './file-wishes.js';
import { readServerGreeting } from './server-greeting.js';

const TABLES = `select table_schema as \`schema\`, table_name as name,
    case when table_type like '%VIEW' then 'view' else 'table' end as kind
  from information_schema.tables
  where table_schema = coalesce(?, table_schema) and table_type <> 'SEQUENCE'
    and table_schema not in ('information_schema', 'mysql', 'performance_schema', 'sys')
  order by 1, 2 limit ?`;

const COLUMNS = `select column_name as name, column_type as type, is_nullable = 'YES' as nullable
  from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position`;

/** Rows that the driver reads ahead. */
const STREAMED_ROWS = 1_000;

/** MySQL and MariaDB by their own protocol. */
export const open: Open = async (target, context) => {
  const { default: mysql } = await import('mysql2');
  const host = textOf(target.payload, 'host') ?? '';
  const socket = await context.network.dial(host, Number(target.payload['port']));
  const { encrypts } = await readServerGreeting(socket, context.signal);
  const encrypted = context.tls.wanted && (encrypts || context.tls.required);
  const options = connectionOptions(target, context, socket, encrypted);
  const connection = await context.step(
    'authenticate',
    () => logIn(() => mysql.createConnection(options), context, encrypted),
    encrypts && !encrypted ? clearLoginError : mysqlError,
  );
  refuseFileWishes(connection);
  const rows = async <Row>(sql: string, values: string[]): Promise<Row[]> => {
    // Prepared, for what a value means must not depend on the server's sql_mode.
    const [found] = await connection.promise().execute<RowDataPacket[]>(sql, values);
    return found as Row[];
  };
  const version = await context.step(
    'database',
    async () => (await rows<{ version: string }>('select version() as version', []))[0]?.version ?? '',
    mysqlError,
  );
  const database = target.payload['database'];
  const queries: MysqlQueries = {
    rows,
    stream: (sql, values) => connection.execute(sql, [...values]).stream({ highWaterMark: STREAMED_ROWS }),
  };
  return {
    catalog: async function* (filter, pageSize) {
      const own = withinOwnSchema(filter, typeof database === 'string' ? database : undefined);
      yield* groupedCatalog(await mysqlCatalog(queries, own), pageSize);
    },
    look: (table, wishes) => lookAtTable(mysqlLook(queries, table), wishes),
    server: { product: /mariadb/i.test(version) ? 'MariaDB' : 'MySQL', version },
    classify: mysqlError,
    ping: async () => {
      await rows('select 1', []);
    },
    tables: async function* ({ schema, limit }) {
      const within = schema ?? (typeof database === 'string' ? database : null);
      const found = await rows<Omit<TableSummary, 'catalog'>>(TABLES, [within as string, String(limit)]);
      for (const row of found) yield { catalog: null, ...row };
    },
    describe: async ({ schema, name }) => {
      const found = await rows<ColumnSummary>(COLUMNS, [String(schema), name]);
      return found.map((column) => ({ ...column, nullable: Boolean(column.nullable) }));
    },
    close: async () => {
      // Says goodbye without waiting for an answer.
      connection.end(() => undefined);
    },
  };
};

/** Everything that the driver is told; the server cannot have a file of ours, whatever it asks for. */
export function connectionOptions(
  target: ProbeTarget,
  context: Pick<ProbeContext, 'remainingMs' | 'tls'>,
  stream: Socket,
  encrypted: boolean,
): ConnectionOptions {
  const { database } = target.payload;
  const { username, password } = simpleLogin(target);
  const name = context.tls.serverName ?? textOf(target.payload, 'host') ?? '';
  return {
    host: name,
    user: username,
    password,
    ...(typeof database === 'string' ? { database } : {}),
    // Without a server name (an address has none) Node takes the host to check from here.
    stream: Object.assign(stream, { _host: name }),
    ...(encrypted ? { ssl: tlsOptions(context.tls) } : {}),
    flags: ['-LOCAL_FILES'],
    connectAttributes: { program_name: 'patchbay-check' },
    connectTimeout: context.remainingMs(),
    supportBigNumbers: true,
    dateStrings: true,
    disableEval: true,
    enableKeepAlive: false,
  };
}

function tlsOptions({ ca, cert, key, verifiesAuthority, verifiesName }: TlsPlan): SslOptions {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: verifiesAuthority,
    verifyIdentity: verifiesName,
  };
}

async function logIn(
  connect: () => Connection,
  context: ProbeContext,
  encrypted: boolean,
): Promise<Connection> {
  try {
    const connection = await new Promise<Connection>((resolve, reject) => {
      const opened = connect();
      opened.once('connect', () => resolve(opened));
      // Stays: an error that comes late must find a listener.
      opened.on('error', reject);
    });
    context.tlsDone(encrypted);
    return connection;
  } catch (error) {
    if (isFromServer(error)) context.tlsDone(encrypted);
    throw error;
  }
}
