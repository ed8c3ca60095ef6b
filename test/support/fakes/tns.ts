import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import type { KeyAndCertificate } from '../certificates.js';
import { listenOnLoopback, type LoopbackServer } from '../loopback-server.js';

/** Packet types of TNS, Oracle's transport. */
const CONNECT = 1;
const ACCEPT = 2;
const REFUSE = 4;
const REDIRECT = 5;
const DATA = 6;
const HEADER_BYTES = 8;
/** Message type of TTC, what the packets carry: an error. */
const ERROR = 4;

/** What a listener does with who comes. */
export type TnsBehaviour =
  | { readonly refuses: number }
  | { readonly redirectsTo: { readonly host: string; readonly port: number } }
  /** Takes the connection, and answers the login with an error of the database. */
  | { readonly answersLogin: number }
  | { readonly sends: Buffer };

export interface TnsListener extends LoopbackServer {
  /** The text that the last client sent to say where it wants to go. */
  readonly connectData: () => string;
}

/**
 * A listener of Oracle's that answers by heart: written from what the driver expects, not recorded from a
 * server. A client that offers TLS though it should not, or the other way round, gets nowhere.
 */
export async function startTnsListener(
  behaviour: TnsBehaviour,
  tls?: KeyAndCertificate,
): Promise<TnsListener> {
  let connectData = '';
  const serve = (stream: Socket): void => {
    stream.on('error', () => undefined);
    stream.on('data', (packet) => {
      if (packet[4] === CONNECT) connectData = packet.subarray(packet.readUInt16BE(26)).toString('latin1');
      stream.write(answerTo(packet[4] ?? 0, behaviour));
    });
  };
  const server = createServer((socket) => {
    serve(tls ? new TLSSocket(socket, { isServer: true, key: tls.key, cert: tls.cert }) : socket);
  });
  return { ...(await listenOnLoopback(server)), connectData: () => connectData };
}

function answerTo(type: number, behaviour: TnsBehaviour): Buffer {
  if ('sends' in behaviour) return behaviour.sends;
  if ('refuses' in behaviour) return refusal(behaviour.refuses);
  if ('redirectsTo' in behaviour) return redirect(behaviour.redirectsTo);
  return type === CONNECT ? acceptance() : loginError(behaviour.answersLogin);
}

function packetOf(type: number, body: Buffer, lengthBytes: 2 | 4 = 2): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUIntBE(HEADER_BYTES + body.length, 0, lengthBytes);
  header[4] = type;
  return Buffer.concat([header, body]);
}

function refusal(number: number): Buffer {
  const text = Buffer.from(`(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=${number}))`);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(text.length, 2);
  return packetOf(REFUSE, Buffer.concat([head, text]));
}

function redirect({ host, port }: { readonly host: string; readonly port: number }): Buffer {
  const text = Buffer.from(`(ADDRESS=(PROTOCOL=TCP)(HOST=${host})(PORT=${port}))`);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return packetOf(REDIRECT, Buffer.concat([length, text]));
}

/** Version 315, from which on lengths have four bytes; no network encryption of Oracle's own. */
function acceptance(): Buffer {
  const body = Buffer.alloc(36);
  body.writeUInt16BE(315, 0);
  body[14] = 0x04;
  body.writeUInt32BE(8192, 24);
  body.writeUInt32BE(65_535, 28);
  return packetOf(ACCEPT, body);
}

/** Every field before the number and between it and the text is a zero of one byte. */
const FIELDS_BEFORE_NUMBER = 28;
const FIELDS_BEFORE_TEXT = 3;

function loginError(number: number): Buffer {
  const text = Buffer.from(`ORA-${String(number).padStart(5, '0')}: <b>secret</b>`);
  const body = Buffer.concat([
    Buffer.from([0, 0, ERROR]),
    Buffer.alloc(FIELDS_BEFORE_NUMBER),
    Buffer.from([2, number >> 8, number & 0xff]),
    Buffer.alloc(FIELDS_BEFORE_TEXT),
    Buffer.from([text.length]),
    text,
  ]);
  return packetOf(DATA, body, 4);
}
