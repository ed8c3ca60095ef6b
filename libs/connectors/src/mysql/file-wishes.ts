import type { Connection } from 'mysql2';

import { ProbeError } from '#connector-sdk/opening';

/** How a packet begins that asks the client for a file; no packet of a prepared statement begins so. */
const WANTS_FILE = 0xfb;

/** What of mysql2's connection its types do not show. */
interface Receiver {
  readonly _command?: unknown;
  handlePacket(packet?: { readonly buffer: Buffer; readonly offset: number }): void;
  _handleFatalError(error: Error): void;
}

/** A server that asked for a file of ours; it gets none. */
export function fileWished(cause?: unknown): ProbeError {
  return new ProbeError('protocol_error', {
    hint: 'The server asked for a file of this service and got none: an honest one does not do that.',
    cause,
  });
}

/**
 * Ends a connection whose server asks for a file in place of an answer to a prepared statement: mysql2 would take
 * the wish for the beginning of a description, and wait for its end.
 */
export function refuseFileWishes(connection: Connection): void {
  const receiver = connection as unknown as Receiver;
  const handle = receiver.handlePacket.bind(connection);
  receiver.handlePacket = (packet) => {
    const wished = packet !== undefined && packet.buffer[packet.offset] === WANTS_FILE;
    if (wished && receiver._command) receiver._handleFatalError(fileWished());
    else handle(packet);
  };
}
