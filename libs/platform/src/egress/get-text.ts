import { request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Egress } from './egress.js';

/** How long an answer may take, and how large it may be. */
export interface GetLimits {
  /** Milliseconds for everything together. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

const SECURE_PORT = 443;
const PLAIN_PORT = 80;
const OK = 200;

/**
 * Reads a small document over HTTP/1.1, through the egress rules: the name is resolved once, and the checked
 * address is connected to. Redirects are not followed, for they would lead somewhere that nobody named.
 *
 * @param address - `https:`, or `http:` where the caller permits that
 * @throws EgressError, the error of the socket or of TLS, or an Error for an answer that is not 200, too large
 *   or too late; no message holds what was answered
 */
export async function getText(egress: Egress, address: URL, limits: GetLimits): Promise<string> {
  const secure = address.protocol === 'https:';
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const port = Number(address.port) || (secure ? SECURE_PORT : PLAIN_PORT);
  const signal = AbortSignal.timeout(limits.timeoutMs);
  const plain = await egress.connect(host, port, { signal, timeoutMs: limits.timeoutMs });
  // An error before the request begins reaches it by the closed socket.
  plain.on('error', () => undefined);
  const socket = secure ? connectTls({ socket: plain, host, servername: isIP(host) ? '' : host }) : plain;
  try {
    return await answerOn(socket, address, limits, signal);
  } finally {
    socket.destroy();
    plain.destroy();
  }
}

function answerOn(
  socket: Socket,
  address: URL,
  { maxBytes }: GetLimits,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({
      createConnection: () => socket,
      path: address.pathname + address.search,
      headers: { host: address.host, accept: 'application/json', connection: 'close' },
      signal,
    });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      if (answer.statusCode !== OK) reject(new Error(`The answer has status ${answer.statusCode}.`));
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        bytes += part.length;
        if (bytes > maxBytes) reject(new Error('The answer is too large.'));
      });
      answer.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
      answer.on('error', reject);
    });
    sent.end();
  });
}
