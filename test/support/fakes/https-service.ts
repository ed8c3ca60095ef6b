import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

import type { KeyAndCertificate } from '../certificates.js';

/** What a fake service is asked. */
export interface ServiceRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked. */
  readonly body: Buffer;
}

/** What it answers: JSON, unless the body is bytes or text already. */
export interface ServiceReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Undefined is 404; a promise that never settles is a service that says nothing. */
export type ServiceHandler = (request: ServiceRequest) => ServiceReply | undefined | Promise<ServiceReply>;

export interface HttpsService {
  readonly port: number;
  /** Method, host and path of every request, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A service on loopback that speaks HTTPS and answers as the handler says. */
export async function startHttpsService(
  certificate: KeyAndCertificate,
  handler: ServiceHandler,
): Promise<HttpsService> {
  const asked: string[] = [];
  const server = createServer({ ...certificate }, (request, response) => {
    void (async () => {
      const read = await readRequest(request);
      asked.push(`${read.method} ${read.host}${read.path}`);
      return (await handler(read)) ?? { status: 404, body: {} };
    })()
      // A fake that goes wrong is a service that does.
      .catch((error: Error): ServiceReply => ({ status: 500, body: error.message }))
      .then(({ status = 200, headers, body = {} }) => {
        const plain = Buffer.isBuffer(body) || typeof body === 'string';
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(plain ? body : JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return { port: (server.address() as AddressInfo).port, asked, close: () => closeServer(server) };
}

/** A port of loopback where nothing listens. */
export async function closedPort(certificate: KeyAndCertificate): Promise<number> {
  const service = await startHttpsService(certificate, () => undefined);
  await service.close();
  return service.port;
}

async function readRequest(request: IncomingMessage): Promise<ServiceRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks);
  const url = new URL(request.url ?? '/', 'https://fake.example');
  return {
    method: request.method ?? '',
    host: request.headers.host ?? '',
    path: url.pathname,
    url,
    headers: request.headers,
    body: request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent,
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
