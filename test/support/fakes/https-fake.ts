import {
  createServer as createPlain,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:net';

import type { KeyAndCertificate } from '../certificates.js';
import { listenOnLoopback, type LoopbackServer } from '../loopback-server.js';

/** A request whose body has been read. */
export interface FakeRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly path: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The body as it came. */
  readonly bytes: Buffer;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is text or bytes. */
  readonly body?: unknown;
}

/** A service that answers as a function says. */
export interface FakeService extends LoopbackServer {
  /** All that came, in order. */
  readonly requests: readonly FakeRequest[];
}

/** Listens on 127.0.0.1; without a certificate it speaks no TLS. */
export async function startHttpFake(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
  tls?: KeyAndCertificate,
): Promise<FakeService> {
  const requests: FakeRequest[] = [];
  const listener: RequestListener = (incoming, response) => {
    void receive(incoming).then(async (request) => {
      requests.push(request);
      send(response, await answer(request));
    });
  };
  const server: Server = tls ? createServer({ ...tls }, listener) : createPlain(listener);
  return { ...(await listenOnLoopback(server)), requests };
}

async function receive(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = incoming;
  const bytes = Buffer.concat(chunks);
  return {
    method,
    path: url,
    url: new URL(url, 'http://fake'),
    headers,
    body: bytes.toString('utf8'),
    bytes,
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '' }: FakeAnswer): void {
  const plain = typeof body === 'string' || Buffer.isBuffer(body);
  const type = plain ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers }).end(plain ? body : JSON.stringify(body));
}
