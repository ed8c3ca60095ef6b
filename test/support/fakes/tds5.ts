import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import type { KeyAndCertificate } from '../certificates.js';
import { listenOnLoopback, type LoopbackServer } from '../loopback-server.js';
import { MessageReader, PACKET, packets } from './tds-packets.js';
import { int16, int32, type TdsRows, token } from './tds-tokens.js';

/** A server that speaks TDS 5.0 as SAP ASE does, as far as a login and a few statements need it. */
export interface Tds5Server extends LoopbackServer {
  /** Every statement that came, as text. */
  statements(): readonly string[];
}

export interface Tds5Options {
  readonly username: string;
  readonly password: string;
  readonly databases: readonly string[];
  /** With it the port speaks TLS from the first byte on. */
  readonly certificate?: KeyAndCertificate;
  /** What statements answer that match; an error number, or rows. */
  readonly answers: readonly (readonly [RegExp, TdsRows | { readonly error: number }])[];
}

/** Tokens of TDS 5.0 (the "TDS 5.0 Functional Specification" of Sybase). */
const TOKEN = {
  language: 0x21,
  loginAck: 0xad,
  row: 0xd1,
  capability: 0xe2,
  environment: 0xe3,
  extendedError: 0xe5,
  columns: 0xee,
  done: 0xfd,
} as const;
const STATUS = { final: 0, more: 1, error: 2, count: 0x10, attention: 0x20 } as const;
const LOGIN = { accepted: 5, refused: 6 } as const;
const VARCHAR = 0x27;
const INT4 = 0x38;
const DATABASE = 1;
const WRONG_PASSWORD = 4002;
const UNKNOWN_DATABASE = 911;

/** Starts the server on a free port of the loopback. */
export async function startTds5(options: Tds5Options): Promise<Tds5Server> {
  const statements: string[] = [];
  const serve = (socket: Socket): void => serveTds5(socket, options, statements);
  const { certificate } = options;
  const server = certificate ? createTlsServer({ ...certificate }, serve) : createServer(serve);
  return { ...(await listenOnLoopback(server)), statements: () => statements };
}

function serveTds5(socket: Socket, options: Tds5Options, statements: string[]): void {
  let database = 'master';
  const send = (...tokens: Buffer[]): void =>
    void socket.write(packets(PACKET.answer, Buffer.concat(tokens)));
  const run = (text: string): void => {
    statements.push(text);
    // FreeTDS asks for its number and enters the database in one breath.
    const asked = /@@spid/i.test(text) ? number(7) : [];
    const wanted = /\buse\s+\[?"?([^\]"\s]+)/i.exec(text)?.[1];
    if (wanted !== undefined && ['master', ...options.databases].includes(wanted)) {
      send(...asked, changed(DATABASE, wanted, database), done(STATUS.final));
      database = wanted;
    } else if (wanted !== undefined) send(...asked, error(UNKNOWN_DATABASE), done(STATUS.error));
    else if (asked.length > 0) send(...asked, done(STATUS.final));
    else if (/db_name\(\)/i.test(text)) send(...rows({ columns: ['name'], rows: [[database]] }));
    else send(...answer(options.answers.find(([statement]) => statement.test(text))?.[1]));
  };
  const reader = new MessageReader((type, body) => {
    if (type === PACKET.login5) {
      const known = fieldAt(body, 31) === options.username && fieldAt(body, 62) === options.password;
      if (known) send(loginAck(LOGIN.accepted), capabilities(), done(STATUS.final));
      else send(loginAck(LOGIN.refused), error(WRONG_PASSWORD), done(STATUS.error));
      if (!known) setImmediate(() => socket.end());
    } else if (type === PACKET.query5 && body[0] === TOKEN.language) run(body.subarray(6).toString('utf8'));
    else if (type === PACKET.attention) send(done(STATUS.attention));
    else send(done(STATUS.final));
  });
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => reader.read(bytes));
}

/** Fields of the login have 30 bytes, and behind them how many of those count. */
function fieldAt(body: Buffer, at: number): string {
  return body.subarray(at, at + (body[at + 30] ?? 0)).toString('utf8');
}

function byteText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function done(status: number, count = 0): Buffer {
  return Buffer.concat([Buffer.from([TOKEN.done]), int16(status), int16(0), int32(count)]);
}

function loginAck(status: number): Buffer {
  return token(
    TOKEN.loginAck,
    Buffer.concat([Buffer.from([status, 5, 0, 0, 0]), byteText('FAKE'), Buffer.from([16, 0, 0, 0])]),
  );
}

function capabilities(): Buffer {
  const none = Buffer.alloc(11);
  return token(TOKEN.capability, Buffer.concat([Buffer.from([1, 11]), none, Buffer.from([2, 11]), none]));
}

function changed(type: number, to: string, from: string): Buffer {
  return token(TOKEN.environment, Buffer.concat([Buffer.from([type]), byteText(to), byteText(from)]));
}

function error(reason: number): Buffer {
  const message = Buffer.from(`Refused for reason ${reason}.`);
  const severity = 14;
  return token(
    TOKEN.extendedError,
    Buffer.concat([
      int32(reason),
      Buffer.from([1, severity]),
      byteText('ZZZZZ'),
      Buffer.from([0]),
      int16(0),
      int16(message.length),
      message,
      byteText('FAKE'),
      byteText(''),
      int16(1),
    ]),
  );
}

function answer(result: TdsRows | { readonly error: number } | undefined): Buffer[] {
  if (result === undefined) return [done(STATUS.final)];
  return 'error' in result ? [error(result.error), done(STATUS.error)] : rows(result);
}

function rows({ columns, rows: found }: TdsRows): Buffer[] {
  const described = columns.map((name) =>
    Buffer.concat([byteText(name), Buffer.from([0x20]), int32(2), Buffer.from([VARCHAR, 255, 0])]),
  );
  return [
    token(TOKEN.columns, Buffer.concat([int16(columns.length), ...described])),
    ...found.map((row) =>
      Buffer.concat([Buffer.from([TOKEN.row]), ...row.map((value) => byteText(value ?? ''))]),
    ),
    done(STATUS.count, found.length),
  ];
}

function number(value: number): Buffer[] {
  const described = Buffer.concat([byteText('x'), Buffer.from([0]), int32(7), Buffer.from([INT4, 0])]);
  return [
    token(TOKEN.columns, Buffer.concat([int16(1), described])),
    Buffer.concat([Buffer.from([TOKEN.row]), int32(value)]),
    done(STATUS.count | STATUS.more, 1),
  ];
}
