import { createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';

import type { KeyAndCertificate } from './certificates.js';
import { onOpening } from './client-openings.js';
import { mysqlGreeting } from './fakes/mysql-greeting.js';
import { preloginAnswer } from './fakes/tds-login.js';
import { PACKET, packets } from './fakes/tds-packets.js';
import { startPacketedTls } from './fakes/tds-tls.js';
import { listenOnLoopback, type LoopbackServer } from './loopback-server.js';

/** What Node takes for the server's side of a handshake. */
export interface ServerSideTls extends KeyAndCertificate {
  readonly ca?: string;
  readonly requestCert?: boolean;
  readonly rejectUnauthorized?: boolean;
  readonly SNICallback?: (name: string, done: (error: Error | null, context?: SecureContext) => void) => void;
}

/** @param wrap puts the bytes of a handshake into what the protocol carries them in */
export type BrokenHandshake = (socket: Socket, wrap: (bytes: Buffer) => Buffer) => void;

export interface EncryptingServerOptions {
  /** True for a protocol in which the server speaks first (MySQL’s). */
  readonly greets: boolean;
  /** What it shows; or what it does with the stream where the handshake would begin. */
  readonly handshake: ServerSideTls | BrokenHandshake;
  /** What it does when the handshake is done; of TDS the plain stream below is handed out, to be ended. */
  readonly then?: (stream: Duplex) => void;
}

const TDS_ENCRYPTION_ON = 1;
const MYSQL_HEADER_BYTES = 4;

/**
 * A server that gets as far as TLS with any client: it finds out by the first bytes how this one asks for
 * encryption, and shakes hands.
 */
export function startEncryptingServer(options: EncryptingServerOptions): Promise<LoopbackServer> {
  return listenOnLoopback(createServer((socket) => serve(socket, options)));
}

function serve(socket: Socket, options: EncryptingServerOptions): void {
  if (options.greets) {
    socket.write(mysqlGreeting({ encrypts: true }));
    socket.once('data', (request: Buffer) => {
      const length = request.readUIntLE(0, 3) + MYSQL_HEADER_BYTES;
      begin(socket, request.subarray(length), options);
    });
    return;
  }
  onOpening(socket, (opening, first) => {
    if (opening === 'tls') begin(socket, first, options);
    else if (opening === 'tds-prelogin') beginPacketed(socket, options);
    else if (opening === 'postgres-encryption-request') {
      socket.write('S');
      begin(socket, first.subarray(8), options);
    } else socket.destroy();
  });
}

function begin(socket: Socket, read: Buffer, { handshake, then }: EncryptingServerOptions): void {
  if (typeof handshake === 'function') {
    // What is said before the client has begun would be found out as said in clear.
    const bare = (bytes: Buffer): Buffer => bytes;
    if (read.length > 0) handshake(socket, bare);
    else socket.once('data', () => handshake(socket, bare)).resume();
    return;
  }
  const wire = wireOf(socket, read);
  const secure = new TLSSocket(wire, { isServer: true, ...handshake });
  // What a client thinks of the certificate is the case's own business; what was said to it must arrive.
  secure.on('error', () => void socket.end());
  secure.once('secure', () => then?.(secure));
}

/** The socket as a stream that TLS does not own, so that it stays readable when a handshake fails. */
function wireOf(socket: Socket, read: Buffer): Duplex {
  const wire = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, () => done()),
    final: (done) => void socket.end(() => done()),
  });
  wire.on('error', () => undefined);
  if (read.length > 0) wire.push(read);
  socket.on('data', (bytes: Buffer) => void wire.push(bytes));
  socket.once('end', () => void wire.push(null));
  socket.resume();
  return wire;
}

function beginPacketed(socket: Socket, { handshake, then }: EncryptingServerOptions): void {
  socket.write(packets(PACKET.answer, preloginAnswer(TDS_ENCRYPTION_ON, true)));
  if (typeof handshake === 'function') {
    const inPackets = (bytes: Buffer): Buffer => packets(PACKET.prelogin, bytes);
    socket.once('data', () => handshake(socket, inPackets)).resume();
    return;
  }
  let encrypted = false;
  const tls = startPacketedTls(socket, handshake, {
    ready: () => {
      encrypted = true;
      then?.(socket);
    },
    data: () => undefined,
  });
  const header = 8;
  socket.on('data', (bytes: Buffer) =>
    encrypted ? tls.receive(bytes) : tls.handshake(bytes.subarray(header)),
  );
  socket.resume();
}
