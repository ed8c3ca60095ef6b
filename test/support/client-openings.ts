import type { Socket } from 'node:net';

/** How a client begins, as its first bytes tell. */
export type ClientOpening = 'tls' | 'postgres-encryption-request' | 'tds-prelogin' | 'http' | 'other';

/** https://www.postgresql.org/docs/current/protocol-message-formats.html: SSLRequest. */
const POSTGRES_ENCRYPTION_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
/** RFC 8446 section 5.1: a record of the handshake. */
const TLS_HANDSHAKE = 0x16;
/** MS-TDS section 2.2.3.1.1. */
const TDS_PRELOGIN = 0x12;

/** Reads what a client begins with. */
export function readOpening(first: Buffer): ClientOpening {
  if (first[0] === TLS_HANDSHAKE) return 'tls';
  if (first.subarray(0, POSTGRES_ENCRYPTION_REQUEST.length).equals(POSTGRES_ENCRYPTION_REQUEST)) {
    return 'postgres-encryption-request';
  }
  if (first[0] === TDS_PRELOGIN) return 'tds-prelogin';
  return /^[A-Z]{3,7} /.test(first.toString('latin1')) ? 'http' : 'other';
}

/** Waits for a client's first bytes and leaves them unread. */
export function onOpening(socket: Socket, then: (opening: ClientOpening, first: Buffer) => void): void {
  socket.once('data', (first: Buffer) => {
    socket.pause();
    then(readOpening(first), first);
  });
}
