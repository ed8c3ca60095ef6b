import type { Socket } from 'node:net';

import { ProbeError } from './probe-error.js';

/**
 * Says how long the packet is, header and all, from what has come of it.
 *
 * @returns bytes, or undefined while its header is incomplete
 * @throws ProbeError when this is no such packet
 */
export type PacketLength = (bytes: Buffer) => number | undefined;

/**
 * Reads exactly one packet and nothing behind it.
 *
 * @throws ProbeError `protocol_error` when more than that was sent: what comes before encryption begins came from
 *   nobody knows whom; `connection_closed`; what `lengthOf` throws, or the signal's reason
 */
export async function readFirstPacket(
  socket: Socket,
  signal: AbortSignal,
  lengthOf: PacketLength,
): Promise<Buffer> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const settle = (act: () => void): void => {
      socket.removeListener('readable', read);
      socket.removeListener('error', fail);
      socket.removeListener('close', closed);
      signal.removeEventListener('abort', abort);
      act();
    };
    const read = (): void => {
      for (let chunk; (chunk = socket.read() as Buffer | null) !== null;) {
        bytes = Buffer.concat([bytes, chunk]);
      }
      const found = packetOf(bytes, lengthOf);
      if (found instanceof Error) settle(() => reject(found));
      else if (found) settle(() => resolve(found));
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const closed = (): void => settle(() => reject(new ProbeError('connection_closed', { step: 'connect' })));
    const abort = (): void => settle(() => reject(signal.reason as Error));
    socket.on('readable', read);
    socket.once('error', fail);
    socket.once('close', closed);
    signal.addEventListener('abort', abort, { once: true });
  });
}

function packetOf(bytes: Buffer, lengthOf: PacketLength): Buffer | ProbeError | undefined {
  try {
    const length = lengthOf(bytes);
    if (length === undefined || bytes.length < length) return undefined;
    return bytes.length === length ? bytes : new ProbeError('protocol_error', { step: 'connect' });
  } catch (error) {
    return error instanceof ProbeError
      ? error
      : new ProbeError('protocol_error', { step: 'connect', cause: error });
  }
}
