import { connect, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import type { KeyAndCertificate } from '../certificates.js';
import { listenOnLoopback, type LoopbackServer } from '../loopback-server.js';
import { callIn, list, map, reply, struct, text } from './metastore-wire.js';

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
}

const TLS_HANDSHAKE = 0x16;

/** A Hive metastore by thrift's binary protocol: databases `default` and `lake`, 60 tables of Hive's own and two of Iceberg. */
export async function startMetastore(options: MetastoreFakeOptions = {}): Promise<MetastoreFake> {
  const calls: string[] = [];
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
  return { ...(await listenOnLoopback(server)), calls };
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
      return struct([0, list(texts[0] === 'lake' ? TABLES.map(text) : [])]);
    case 'get_table_objects_by_name_req':
      return struct([0, struct([1, list(texts.slice(1).map(table))])]);
    default:
      return undefined;
  }
}

const TABLES = [...Array.from({ length: 60 }, (_, index) => `orc_${index}`), 'ice_orders', 'ice_items'];

function table(name: string) {
  const parameters: Record<string, string> = name.startsWith('ice_')
    ? { table_type: 'iceberg', metadata_location: 's3://lake/x' }
    : {};
  return {
    type: 12,
    bytes: struct(
      [1, text(name)],
      [2, text('lake')],
      [7, struct([1, list([{ type: 12, bytes: struct([1, text('id')], [2, text('bigint')]) }])])],
      [9, map(parameters)],
    ),
  };
}
