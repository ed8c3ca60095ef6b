import {
  type ClientRequest,
  type IncomingMessage,
  request as sendRequest,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseAbsoluteForm } from './authority.js';
import { passedOn } from './headers.js';
import type { LocalServer } from './local-server.js';
import { statusFor } from './proxy-answers.js';
import type { ProxyRoute } from './proxy-route.js';

/** Passes a plain HTTP request on, over a connection of its own, and its answer back. Never rejects. */
export async function relayRequest(
  request: IncomingMessage,
  response: ServerResponse,
  targets: ProxyRoute,
  local: LocalServer,
): Promise<void> {
  const target = parseAbsoluteForm(request.url ?? '');
  if (target === undefined) {
    response.writeHead(400).end();
    return;
  }
  try {
    const upstream = await targets.open(target, local.signal);
    local.keep(upstream);
    response.once('close', () => upstream.destroy());
    const answer = await answerTo(request.pipe(outgoingRequest(request, target, upstream)));
    response.sendDate = false;
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.rawHeaders));
    await pipeline(answer, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else response.writeHead(statusFor(error)).end();
  }
}

function outgoingRequest(
  request: IncomingMessage,
  { host, port, path }: { host: string; port: number; path: string },
  upstream: Duplex,
): ClientRequest {
  const authority = port === 80 ? host : `${host}:${port}`;
  return sendRequest({
    createConnection: () => upstream,
    method: request.method ?? 'GET',
    path,
    headers: [...passedOn(request.rawHeaders, authority), 'Connection', 'close'],
  });
}

function answerTo(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
}
