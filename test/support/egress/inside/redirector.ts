import { once } from 'node:events';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createEncrypted } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';

import type { KeyAndCertificate } from '../../certificates.js';
import { startTds } from '../../fakes/tds.js';
import type { Redirection } from './messages.js';

/** Certificates by the name that is asked for; a `*` stands for one label. */
export type Certificates = Readonly<Record<string, KeyAndCertificate>>;

const LOOPBACK = '127.0.0.1';
const TLS_HANDSHAKE = 0x16;
const TDS_PRELOGIN = 0x12;
const TNS_CONNECT = 1;
/** Who says nothing by then waits for the server. */
const SILENT_MS = 60;

/** Sends whoever comes somewhere else, in the words of the client's own protocol where that has any. */
export class Redirector {
  redirected = 0;
  redirection: Redirection = { to: '', status: 302 };
  private readonly plain = createPlain((...request) => this.answer(...request));
  private readonly encrypted;

  constructor(certificates: Certificates) {
    const contexts = Object.entries(certificates).map(
      ([name, certificate]) => [name, createSecureContext(certificate)] as const,
    );
    this.encrypted = createEncrypted(
      { SNICallback: (name, done) => done(null, contextFor(name, contexts)) },
      (...request) => this.answer(...request),
    );
    this.encrypted.on('tlsClientError', () => undefined);
  }

  async listen(): Promise<void> {
    for (const server of [this.plain, this.encrypted]) {
      server.listen(0, LOOPBACK);
      await once(server, 'listening');
    }
  }

  serve(socket: Socket): void {
    const silent = setTimeout(() => socket.end(this.asText()), SILENT_MS);
    socket.once('data', (first: Buffer) => {
      clearTimeout(silent);
      if (first[0] === TDS_PRELOGIN) void this.routeTds(socket, first);
      else if (first[0] === TLS_HANDSHAKE) relay(socket, first, portOf(this.encrypted));
      else if (first[4] === TNS_CONNECT) this.redirectTns(socket);
      else relay(socket, first, portOf(this.plain));
    });
  }

  private answer(...[request, response]: Parameters<RequestListener>): void {
    this.redirected += 1;
    request.resume();
    const { to, status } = this.redirection;
    const scheme = 'encrypted' in request.socket ? 'https' : 'http';
    if (status === 200) {
      const next = `${scheme}://${to}/v1/statement/queued/1/2`;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: '1', infoUri: next, nextUri: next, stats: { state: 'QUEUED' } }));
      return;
    }
    response.writeHead(status, { location: `${scheme}://${to}/moved`, 'content-type': 'application/xml' });
    response.end(`<Error><Code>TemporaryRedirect</Code><Endpoint>${to}</Endpoint></Error>`);
  }

  private asText(): string {
    return `HTTP/1.1 302 Found\r\nLocation: http://${this.redirection.to}/\r\nContent-Length: 0\r\n\r\n`;
  }

  /** MS-TDS section 2.2.7.9, ENVCHANGE of type 20. */
  private async routeTds(socket: Socket, first: Buffer): Promise<void> {
    socket.pause();
    const url = new URL(`tds://${this.redirection.to}`);
    const server = await startTds({
      username: 'reader',
      password: 'example-password',
      databases: ['shop'],
      route: { host: url.hostname, port: Number(url.port) },
      answers: [],
    });
    this.redirected += 1;
    relay(socket, first, server.port);
    socket.once('close', () => void server.close());
  }

  /** A listener names another address: packet type 5, its length, the text. */
  private redirectTns(socket: Socket): void {
    this.redirected += 1;
    const { hostname, port } = new URL(`tns://${this.redirection.to}`);
    const text = Buffer.from(`(ADDRESS=(PROTOCOL=tcp)(HOST=${hostname})(PORT=${port}))`);
    const head = Buffer.alloc(10);
    head.writeUInt16BE(head.length + text.length, 0);
    head[4] = 5;
    head.writeUInt16BE(text.length, 8);
    socket.end(Buffer.concat([head, text]));
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Hands a connection over, with the bytes that were read of it. */
function relay(socket: Socket, first: Buffer, port: number): void {
  const onward = connect(port, LOOPBACK, () => {
    onward.write(first);
    socket.pipe(onward).pipe(socket);
  });
  onward.on('error', () => socket.destroy());
  socket.on('close', () => onward.destroy());
}

function contextFor(
  name: string,
  contexts: readonly (readonly [string, SecureContext])[],
): SecureContext | undefined {
  const parent = name.replace(/^[^.]+/, '*');
  return contexts.find(([covered]) => covered === name || covered === parent)?.[1];
}
