import { connect, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import type { KeyAndCertificate } from '../certificates.js';
import { listenOnLoopback, type LoopbackServer } from '../loopback-server.js';
import { METASTORE_TABLES } from './metastore-tables.js';
import { callIn, list, reply, struct, text, type ThriftCall } from './metastore-wire.js';

export interface MetastoreFakeOptions {
  /** Answers by TLS from the first byte. */
  readonly tls?: KeyAndCertificate;
  /** Where a client is taken that begins with TLS though the metastore has none: the port of an object store. */
  readonly storagePort?: number;
  /** A method that answers with a MetaException of this text. */
  readonly complains?: { readonly method: string; readonly text: string };
  /** Sent as it is to whoever writes. */
  readonly sends?: Buffer;
}

export interface MetastoreFake extends LoopbackServer {
  /** Names of the methods that were called, in order. */
  readonly calls: readonly string[];
  /** The calls themselves. */
  readonly requests: readonly Pick<ThriftCall, 'name' | 'texts'>[];
}

const TLS_HANDSHAKE = 0x16;

/** A Hive metastore by thrift's binary protocol: databases `default` and `lake`, 60 tables of Hive's own and three of Iceberg. */
export async function startMetastore(options: MetastoreFakeOptions = {}): Promise<MetastoreFake> {
  const calls: string[] = [];
  const requests: ThriftCall[] = [];
  const serve = (stream: Socket): void => {
    let waiting = Buffer.alloc(0);
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => {
      if (options.sends) {
        stream.write(options.sends);
        return;
      }
      waiting = Buffer.concat([waiting, chunk]);
      for (let call = callIn(waiting); call; call = callIn(waiting)) {
        waiting = waiting.subarray(call.bytes);
        calls.push(call.name);
        requests.push(call);
        const { name, id } = call;
        stream.write(reply(name, id, answerTo(name, call.texts, options)));
      }
    });
  };
  const server = createServer((socket) => {
    if (options.tls) {
      serve(new TLSSocket(socket, { isServer: true, key: options.tls.key, cert: options.tls.cert }));
      return;
    }
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === TLS_HANDSHAKE && options.storagePort !== undefined)
        passOn(socket, options.storagePort);
      else serve(socket);
      socket.resume();
    });
  });
  return { ...(await listenOnLoopback(server)), calls, requests };
}

function passOn(socket: Socket, port: number): void {
  const storage = connect({ host: '127.0.0.1', port });
  for (const [from, to] of [
    [socket, storage],
    [storage, socket],
  ] as const) {
    from.on('error', () => to.destroy());
    from.pipe(to);
  }
}

function answerTo(
  method: string,
  texts: readonly string[],
  { complains }: MetastoreFakeOptions,
): Buffer | undefined {
  if (complains?.method === method) return struct([1, struct([1, text(complains.text)])]);
  switch (method) {
    case 'getVersion':
      return struct([0, text('4.0.1')]);
    case 'get_all_databases':
      return struct([0, list(['default', 'lake'].map(text))]);
    case 'get_all_tables':
      return struct([0, list(texts[0] === 'lake' ? [...METASTORE_TABLES.keys()].map(text) : [])]);
    case 'get_table_objects_by_name_req':
      return tableObjects(texts[0] ?? '', texts.slice(1));
    default:
      return undefined;
  }
}

/** As Hive 4 does: tables that are not there are left out, and a database that is not there is an exception. */
function tableObjects(database: string, names: readonly string[]): Buffer {
  if (!['default', 'lake'].includes(database)) {
    return struct([3, struct([1, text(`Could not find database ${database}`)])]);
  }
  const known = database === 'lake' ? names.flatMap((name) => METASTORE_TABLES.get(name) ?? []) : [];
  return struct([0, struct([1, list(known.map((bytes) => ({ type: 12, bytes })))])]);
}
