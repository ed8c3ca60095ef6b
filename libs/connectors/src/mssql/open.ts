import type { Socket } from 'node:net';

import type { Connection, ConnectionConfiguration } from 'tedious';

import {
  connectedSocket,
  lookAtTable,
  type Open,
  pagedCatalog,
  type ProbeContext,
  ProbeError,
  type ProbeTarget,
  simpleLogin,
  type TableSummary,
  textOf,
} from '#connector-sdk/opening';

import { msSqlCatalog } from './catalog.js';
import { DriverSocket } from './driver-socket.js';
import { beginEncrypted } from './encryption.js';
import { msSqlLook } from './look.js';
import { querying } from './query.js';
import { loginError, msSqlError } from './server-errors.js';
import { COLUMNS, TABLES, VERSION } from './statements.js';

/** SQL Server and its kin by TDS 7.4. */
export const open: Open = async (target, context) => {
  const { default: tedious } = await import('tedious');
  const { host, port, instance } = serverOf(target);
  const dialled = await context.network.dial(host, port);
  const socket = connectedSocket(new DriverSocket(await beginEncrypted(dialled, host, instance, context)));
  const connection = new tedious.Connection({
    server: host,
    authentication: { type: 'default', options: loginOf(target) },
    options: { ...sessionOptions(target, context), port, connector: onlyOnce(socket) },
  });
  const numbers: number[] = [];
  connection.on('errorMessage', ({ number }: { number: number }) => void numbers.push(number));
  await context.step('authenticate', () => logIn(connection), loginError(numbers));
  const query = querying(connection, tedious, context);
  const version = await context.step(
    'database',
    async () => (await query<{ version: string | null }>(VERSION))[0]?.version ?? null,
    msSqlError,
  );
  return {
    server: { product: 'Microsoft SQL Server', version },
    classify: msSqlError,
    catalog: (filter, pageSize) => pagedCatalog(msSqlCatalog(query, filter), pageSize),
    look: (table, wishes) => lookAtTable(msSqlLook(query, table), wishes),
    ping: async () => {
      await query('select 1 as one');
    },
    tables: async function* ({ schema = null, limit }) {
      for (const row of await query<Omit<TableSummary, 'catalog'>>(TABLES, { schema, limit })) {
        yield { catalog: null, ...row };
      }
    },
    describe: async ({ schema, name }) => {
      const found = await query<{ name: string; type: string; nullable: string }>(COLUMNS, { schema, name });
      return found.map((column) => ({ ...column, nullable: column.nullable === 'YES' }));
    },
    close: async () => connection.close(),
  };
};

function serverOf({ payload }: ProbeTarget) {
  return {
    host: textOf(payload, 'host') ?? '',
    port: Number(payload['port']),
    instance: textOf(payload, 'instance'),
  };
}

function loginOf(target: ProbeTarget): { userName: string; password: string } {
  const { username, password } = simpleLogin(target);
  return { userName: username, password };
}

function sessionOptions(target: ProbeTarget, context: ProbeContext): ConnectionConfiguration['options'] {
  return {
    database: textOf(target.payload, 'database') ?? '',
    // Encrypted already, or not at all.
    encrypt: false,
    connectTimeout: context.remainingMs(),
    requestTimeout: context.remainingMs(),
    maxRetriesOnTransientErrors: 0,
    appName: 'patchbay-check',
    // Unless given, the driver tells the server the name of this machine.
    workstationId: 'patchbay',
    useColumnNames: true,
    rowCollectionOnRequestCompletion: true,
  };
}

/** A server may send a client elsewhere after the login (ENVCHANGE 20): the driver then asks for another socket. */
function onlyOnce(socket: Socket): () => Promise<Socket> {
  let given = false;
  return async () => {
    if (given) throw new ProbeError('redirect_outside_target', { step: 'authenticate', hint: ROUTED });
    given = true;
    return socket;
  };
}

const ROUTED =
  'The server sent the client on to another one. Give the address of that one, or let the server be its proxy (in Azure SQL: connection policy “Proxy”).';

async function logIn(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays: an error that comes late must find a listener.
    connection.on('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}
