import type { Socket } from 'node:net';

import type { HdbClient } from 'hdb';

import { ProbeError } from '#connector-sdk/opening';

/** What a client begins with (SQL command network protocol of SAP HANA, initialization); no server does. */
const OWN_OPENING = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x04, 0x14]);

/**
 * Logs in over a socket that stands already. The driver makes no connection of its own, so a server that names
 * another place for the database is not followed.
 */
export async function hanaClient(
  socket: Socket,
  login: { readonly user: string; readonly password: string },
  timeoutMs: number,
): Promise<HdbClient> {
  const { default: hdb } = await import('hdb');
  const client = hdb.createClient({
    ...login,
    initializationTimeout: timeoutMs,
    disableCloudRedirect: true,
    sessionVariable: { APPLICATION: 'patchbay-check' },
  });
  let given = false;
  client._connection._connectFn = (_options, done) => {
    if (given) {
      done(new ProbeError('redirect_outside_target'));
      return;
    }
    given = true;
    done(null, socket);
    socket.once('data', (first: Buffer) => {
      if (first.subarray(0, OWN_OPENING.length).equals(OWN_OPENING)) {
        socket.destroy(new ProbeError('protocol_error'));
      }
    });
  };
  client._createConnection = () => {
    throw new ProbeError('redirect_outside_target');
  };
  await new Promise<void>((resolve, reject) => {
    // Stays: an error that comes late must find a listener.
    client.on('error', reject);
    // The driver waits on when the server hangs up before the login, and calls every other error its own.
    socket.once('error', reject);
    socket.once('close', () => reject(new ProbeError('connection_closed')));
    client.connect((error) => (error ? reject(error) : resolve()));
  });
  return client;
}

/** The rows of one statement with its values. */
export async function hanaRows<Row>(
  client: HdbClient,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const [rows] = await run(client, sql, values);
  return rows as Row[];
}

/** The rows of the first table that a procedure brings. */
export async function hanaCall<Row>(
  client: HdbClient,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const [, rows = []] = await run(client, sql, values);
  return rows as Row[];
}

function run(client: HdbClient, sql: string, values: readonly unknown[]): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    client.prepare(sql, (refused, statement) => {
      if (refused) {
        reject(refused);
        return;
      }
      statement.exec(values, (error, ...results) => {
        // The server keeps it until then, and a catalog has many.
        statement.drop(() => undefined);
        if (error) reject(error);
        else resolve(results);
      });
    });
  });
}
