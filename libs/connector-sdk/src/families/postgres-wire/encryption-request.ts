import type { Socket } from 'node:net';

import type { ProbeContext } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { readFirstByte } from '../../probe/read-first-byte.js';

/** SSLRequest: length 8, code 80877103 (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const YES = 'S';
const NO = 'N';

/**
 * Asks the server for encryption and starts it, as far as the plan wants it.
 *
 * @returns the stream to speak the protocol on
 * @throws ProbeError `tls_not_supported` when the plan requires what the server does not have
 */
export async function encrypted(socket: Socket, host: string, context: ProbeContext): Promise<Socket> {
  const { tls } = context;
  if (!tls.wanted) {
    context.tlsDone(false);
    return socket;
  }
  return context.step('tls', async () => {
    socket.write(SSL_REQUEST);
    const byte = await readFirstByte(socket, context.signal);
    if (byte === YES) return context.startTls(socket, host);
    if (byte !== NO) throw new ProbeError('protocol_error', { step: 'connect' });
    if (tls.required) throw new ProbeError('tls_not_supported');
    context.tlsDone(false);
    return socket;
  });
}
