import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const SOCKET_METHODS = ['setNoDelay', 'setKeepAlive', 'setTimeout', 'ref', 'unref'] as const;

/**
 * Gives a stream that is connected already (a socket, a TLS socket, an SSH channel) what drivers call on a
 * socket of their own. `connect` reports success and dials nothing: nobody can redirect it.
 */
export function connectedSocket(stream: Duplex): Socket {
  const socket = stream as unknown as Record<string, unknown>;
  for (const method of SOCKET_METHODS) {
    if (typeof socket[method] !== 'function') socket[method] = () => stream;
  }
  socket['connect'] = () => {
    process.nextTick(() => stream.emit('connect'));
    return stream;
  };
  return stream as Socket;
}
