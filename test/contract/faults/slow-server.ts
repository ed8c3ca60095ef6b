import { onOpening, type ClientOpening } from '../../support/client-openings.js';
import { mysqlGreeting } from '../../support/fakes/mysql-greeting.js';
import { type Misbehaviour, trickle } from '../../support/fault-servers.js';

/** RFC 8446 sections 4.1.3 and 5.1: the beginning of a ServerHello of TLS 1.2. */
const SERVER_HELLO = Buffer.from([0x16, 3, 3, 0x10, 0, 2, 0, 0x0f, 0xfc, 3, 3]);

/** What a server of the client's protocol would begin its answer with, long enough to be waited for. */
const ANSWERS: Readonly<Record<ClientOpening, Buffer>> = {
  tls: SERVER_HELLO,
  'postgres-encryption-request': Buffer.concat([Buffer.from('S'), SERVER_HELLO]),
  'tds-prelogin': Buffer.from([0x04, 0x01, 0x03, 0, 0, 0, 1, 0]),
  http: Buffer.from(`HTTP/1.1 200 OK\r\nX-Filler: ${'a'.repeat(400)}`),
  other: Buffer.alloc(1),
};

/** A server whose answer begins well and comes a byte at a time, so that no pause between two is long. */
export function byteBySecond(greets: boolean): Misbehaviour {
  if (greets) return (socket) => trickle(socket, mysqlGreeting({ encrypts: false }));
  return (socket) => onOpening(socket, (opening) => trickle(socket, ANSWERS[opening]));
}
