import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

import { ProbeError } from './probe-error.js';
import type { TlsPlan } from './tls-plan.js';

/**
 * A TLS handshake over a connected stream.
 *
 * @throws Node's error, a ProbeError when the other side just hangs up, or the signal's reason
 */
export async function handshake(
  socket: Socket,
  host: string,
  plan: TlsPlan,
  signal: AbortSignal,
): Promise<TLSSocket> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // Bad PEM text throws here, which rejects.
    const secure = connect({ ...plan.options(host), socket });
    const settle = (error?: Error): void => {
      signal.removeEventListener('abort', abort);
      secure.removeListener('error', settle);
      secure.removeListener('close', closed);
      if (error === undefined) {
        resolve(secure);
        return;
      }
      // An error that comes late must find a listener.
      secure.on('error', () => undefined);
      secure.destroy();
      reject(error);
    };
    const abort = (): void =>
      settle(signal.reason instanceof Error ? signal.reason : new ProbeError('timeout', { step: 'tls' }));
    const closed = (): void => settle(new ProbeError('connection_closed', { step: 'tls' }));
    secure.once('error', settle);
    secure.once('close', closed);
    secure.once('secureConnect', () => settle());
    signal.addEventListener('abort', abort, { once: true });
  });
}
