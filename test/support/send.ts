import type { AddressInfo } from 'node:net';
import type { TestApp } from './app.js';
import { bearer } from './bearer.js';

/** One request as it goes over the wire. */
export interface Sent {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** A token or a key; null shows nothing. */
  readonly credential: string | null;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request on a connection that stays open: for suites that send very many. */
export async function send(test: TestApp, { method, path, credential, body, headers }: Sent) {
  const { port } = test.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: {
      ...headers,
      ...(credential === null ? {} : bearer(credential)),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}
