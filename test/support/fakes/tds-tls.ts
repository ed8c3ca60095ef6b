import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import type { KeyAndCertificate } from '../certificates.js';
import { PACKET, packets } from './tds-packets.js';

/** The server's side of a handshake inside packets. */
export interface PacketedTls {
  /** Takes the body of a packet of the handshake. */
  handshake(body: Buffer): void;
  /** Takes bytes of the wire after it. */
  receive(bytes: Buffer): void;
  write(bytes: Buffer): void;
}

/** Starts a handshake over packets; `ready` is called when it is done, `data` with what was decrypted. */
export function startPacketedTls(
  socket: Socket,
  certificate: KeyAndCertificate,
  events: { ready(): void; data(bytes: Buffer): void },
): PacketedTls {
  let wrapping = true;
  const wire = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      socket.write(wrapping ? packets(PACKET.prelogin, chunk) : chunk);
      done();
    },
  });
  const secure = new TLSSocket(wire, { isServer: true, ...certificate, maxVersion: 'TLSv1.2' });
  // What a client thinks of the certificate is the test's own business.
  secure.on('error', () => socket.destroy());
  secure.on('secure', () => {
    setImmediate(() => {
      wrapping = false;
      events.ready();
    });
  });
  secure.on('data', (bytes: Buffer) => events.data(bytes));
  return {
    handshake: (body) => void wire.push(body),
    receive: (bytes) => void wire.push(bytes),
    write: (bytes) => void secure.write(bytes),
  };
}
