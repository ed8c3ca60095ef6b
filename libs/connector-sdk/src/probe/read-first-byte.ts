import type { Socket } from 'node:net';

import { ProbeError } from './probe-error.js';

/**
 * Reads exactly one byte, as text, and nothing behind it.
 *
 * @throws ProbeError `protocol_error` when more than that was sent: what comes before the handshake came from
 *   somebody else (CVE-2021-23222); `connection_closed`
 */
export async function readFirstByte(socket: Socket, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      socket.removeListener('readable', read);
      socket.removeListener('error', fail);
      socket.removeListener('close', closed);
      signal.removeEventListener('abort', abort);
      act();
    };
    const read = (): void => {
      const bytes = socket.read() as Buffer | null;
      if (bytes === null) return;
      settle(() => {
        if (bytes.length === 1) resolve(bytes.toString('latin1'));
        else reject(new ProbeError('protocol_error', { step: 'connect' }));
      });
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const closed = (): void => settle(() => reject(new ProbeError('connection_closed')));
    const abort = (): void => settle(() => reject(signal.reason as Error));
    socket.on('readable', read);
    socket.once('error', fail);
    socket.once('close', closed);
    signal.addEventListener('abort', abort, { once: true });
  });
}
