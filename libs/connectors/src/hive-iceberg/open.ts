import type { Socket } from 'node:net';

import {
  lookAtTable,
  METASTORE_PORT,
  type Open,
  type ProbeContext,
  ProbeError,
  textOf,
} from '#connector-sdk/opening';

import { icebergCatalog, icebergTables } from './catalog.js';
import { tableColumns } from './described-table.js';
import { metastoreLook } from './look.js';
import { Metastore } from './metastore/metastore.js';
import { metastoreError } from './metastore/metastore-errors.js';
import { reachStorage } from './storage/reach-storage.js';

/** A Hive metastore by thrift, and the object store behind it by the vendor's client. */
export const open: Open = async (target, context) => {
  const { payload } = target;
  if (target.transport?.['kerberos'] !== undefined) {
    throw new ProbeError('unsupported_transport', {
      step: 'resolve',
      hint: 'A metastore that wants Kerberos cannot be tested: its way of negotiating is not spoken here.',
    });
  }
  const metastore = await Metastore.over(await metastoreSocket(textOf(payload, 'thrift_uri') ?? '', context));
  try {
    const version = await context.step('database', () => metastore.version(), metastoreError);
    await reachStorage(target, context);
    return {
      server: { product: 'Hive metastore', version },
      classify: metastoreError,
      ping: async () => {
        await metastore.databases();
      },
      tables: ({ schema, limit }) => icebergTables(metastore, schema, limit),
      describe: async ({ schema, name }) =>
        (await metastore.tables(schema ?? '', [name])).flatMap(tableColumns),
      catalog: (filter, pageSize) => icebergCatalog(metastore, filter, pageSize),
      look: (table, wishes) => lookAtTable(metastoreLook(metastore, table), wishes),
      close: async () => metastore.close(),
    };
  } catch (error) {
    metastore.close();
    throw error;
  }
};

/** Encrypted where that is demanded: TLS begins with the first byte, and a metastore takes one or the other. */
async function metastoreSocket(uri: string, context: ProbeContext): Promise<Socket> {
  const { hostname, port } = new URL(uri);
  // An IPv6 literal has brackets in a URL alone.
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = await context.network.dial(host, port === '' ? METASTORE_PORT : Number(port));
  if (context.tls.required) return context.startTls(socket, host);
  context.tlsDone(false);
  return socket;
}
