import dns from 'node:dns';
import net from 'node:net';

/*
 * The functions of Node as they were before the guard replaced them. Only this module's own code calls them,
 * with addresses that it has checked.
 */

/** `dns.promises.lookup`. */
export const lookupAll = dns.promises.lookup;

const connectSocket: (this: net.Socket, options: net.TcpNetConnectOpts) => net.Socket =
  net.Socket.prototype.connect;

/** Connects past the guard. The address has been checked by the caller. */
export function connectUnguarded(options: net.TcpNetConnectOpts): net.Socket {
  const socket = new net.Socket({ allowHalfOpen: options.allowHalfOpen ?? false });
  // Drivers ask this of a socket of their own; without it, small messages wait for the other side (RFC 896).
  socket.setNoDelay(true);
  return connectSocket.call(socket, options);
}
