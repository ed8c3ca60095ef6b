import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { pipeline } from 'node:stream';

import type { ProbeContext } from '../../probe/probe.js';

/** A listener on the loopback whose one connection leads to the server, encrypted by us from its first byte. */
export interface TlsForward {
  readonly host: '127.0.0.1';
  readonly port: number;
}

/**
 * For drivers in another process whose protocol begins with TLS: the certificate is judged here, and the driver
 * speaks in clear to the loopback. Ends with the check.
 */
export async function forwardOverTls(host: string, port: number, context: ProbeContext): Promise<TlsForward> {
  const server = createServer();
  server.once('connection', (client) => {
    server.close();
    client.on('error', () => undefined);
    context.network
      .dial(host, port)
      .then((socket) => context.startTls(socket, host))
      .then(
        (secure) => {
          pipeline(client, secure, () => undefined);
          pipeline(secure, client, () => undefined);
        },
        // Recorded already; the driver sees a connection that was closed.
        () => client.destroy(),
      );
  });
  const close = (): void => void server.close();
  context.signal.addEventListener('abort', close, { once: true });
  server.once('close', () => context.signal.removeEventListener('abort', close));
  server.listen({ host: '127.0.0.1', port: 0 });
  server.unref();
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}
