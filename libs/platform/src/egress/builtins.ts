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
  return connectSocket.call(new net.Socket({ allowHalfOpen: options.allowHalfOpen ?? false }), options);
}
