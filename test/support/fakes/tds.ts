import { createServer, type Socket } from 'node:net';

import type { KeyAndCertificate } from '../certificates.js';
import { listenOnLoopback, type LoopbackServer } from '../loopback-server.js';
import { preloginAnswer, readLogin7, readPrelogin, type TdsLogin } from './tds-login.js';
import { MessageReader, PACKET, packets } from './tds-packets.js';
import { type PacketedTls, startPacketedTls } from './tds-tls.js';
import { accepted, answer, refusal, type TdsRows } from './tds-tokens.js';

/** A server that speaks as SQL Server does, as far as a login and a few statements need it. */
export interface TdsServer extends LoopbackServer {
  /** Every login that came, refused ones too. */
  logins(): readonly (TdsLogin & { readonly encrypted: boolean })[];
  /** Every statement that came, as text. */
  statements(): readonly string[];
}

export interface TdsOptions {
  readonly username: string;
  readonly password: string;
  readonly databases: readonly string[];
  /** Without it the server has no encryption. */
  readonly certificate?: KeyAndCertificate;
  /** Refuses logins in clear. */
  readonly encryptionRequired?: boolean;
  readonly instance?: string;
  /** Sends clients on to another server after their login. */
  readonly route?: { readonly host: string; readonly port: number };
  /** What every login is refused with. */
  readonly refusal?: readonly number[];
  /** What statements answer that match; an error number, or rows, which may differ each time. */
  readonly answers: readonly (readonly [RegExp, TdsRows | { readonly error: number } | (() => TdsRows)])[];
}

const ENCRYPTION = { on: 1, notSupported: 2, required: 3 } as const;
const WRONG_PASSWORD = 18_456;
const UNKNOWN_DATABASE = 4060;

/** Starts the server on a free port of the loopback. */
export async function startTds(options: TdsOptions): Promise<TdsServer> {
  const logins: (TdsLogin & { encrypted: boolean })[] = [];
  const statements: string[] = [];
  const server = createServer((socket) => new TdsConversation(socket, options, logins, statements));
  return {
    ...(await listenOnLoopback(server)),
    logins: () => logins,
    statements: () => statements,
  };
}

class TdsConversation {
  private readonly reader = new MessageReader((type, body) => this.receive(type, body));
  private tls: PacketedTls | undefined;
  private encrypted = false;

  constructor(
    private readonly socket: Socket,
    private readonly options: TdsOptions,
    private readonly logins: (TdsLogin & { encrypted: boolean })[],
    private readonly statements: string[],
  ) {
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      if (this.encrypted) this.tls?.receive(bytes);
      else this.reader.read(bytes);
    });
  }

  private receive(type: number, body: Buffer): void {
    if (type === PACKET.prelogin) {
      if (this.tls) this.tls.handshake(body);
      else this.prelogin(body);
    } else if (type === PACKET.login7) this.login(readLogin7(body));
    else if (type === PACKET.batch) this.statement(textOfBatch(body), false);
    else if (type === PACKET.rpc) this.statement(body.toString('utf16le'), true);
    else this.socket.destroy();
  }

  private prelogin(body: Buffer): void {
    const { certificate, encryptionRequired, instance } = this.options;
    const asked = readPrelogin(body);
    const wants = asked.encryption === ENCRYPTION.on || asked.encryption === ENCRYPTION.required;
    const encrypts = certificate !== undefined && (wants || encryptionRequired === true);
    const encryption = !encrypts
      ? ENCRYPTION.notSupported
      : encryptionRequired
        ? ENCRYPTION.required
        : ENCRYPTION.on;
    const matches = asked.instance === '' || instance === undefined || asked.instance === instance;
    this.send(preloginAnswer(encryption, matches));
    if (!encrypts) return;
    this.tls = startPacketedTls(this.socket, certificate, {
      ready: () => (this.encrypted = true),
      data: (bytes) => this.reader.read(bytes),
    });
  }

  private login(login: TdsLogin): void {
    this.logins.push({ ...login, encrypted: this.encrypted });
    const { username, password, databases, refusal: numbers, route } = this.options;
    const database = login.database === '' ? 'master' : login.database;
    if (numbers) this.send(refusal(numbers));
    else if (login.username !== username || login.password !== password) this.send(refusal([WRONG_PASSWORD]));
    else if (!['master', ...databases].includes(database))
      this.send(refusal([UNKNOWN_DATABASE, WRONG_PASSWORD]));
    else this.send(accepted(login.version, database, route));
  }

  private statement(text: string, called: boolean): void {
    this.statements.push(text);
    const found = this.options.answers.find(([statement]) => statement.test(text))?.[1];
    this.send(answer(typeof found === 'function' ? found() : found, called));
  }

  private send(body: Buffer): void {
    const bytes = packets(PACKET.answer, body);
    if (this.encrypted) this.tls?.write(bytes);
    else this.socket.write(bytes);
  }
}

/** Since TDS 7.2 headers stand before the text, their length first. */
function textOfBatch(body: Buffer): string {
  return body.subarray(body.readUInt32LE(0)).toString('utf16le');
}
