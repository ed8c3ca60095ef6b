import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { EgressError } from '../egress-error.js';
import { codeOf } from '../error-facts.js';

/** What a client that sent no credential is asked for (RFC 9110 section 11.7.1). */
export const CHALLENGE = { 'Proxy-Authenticate': 'Basic realm="probe"' } as const;

/** The status that tells a driver's author most; people are told by the failures of the proxy. */
export function statusFor(error: unknown): number {
  if (error instanceof EgressError && !error.code.startsWith('dns')) return 403;
  return codeOf(error) === 'ETIMEDOUT' ? 504 : 502;
}

/** Answers a CONNECT request that gets no tunnel, and ends the connection. */
export function refuseTunnel(client: Duplex, status: number, headers: Record<string, string> = {}): void {
  const lines = Object.entries({ ...headers, Connection: 'close', 'Content-Length': '0' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  client.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n`);
  // What the client has still to say is read, so that it finds the answer rather than a reset.
  client.resume();
}
