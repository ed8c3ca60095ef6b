import type { Socket } from 'node:net';

import { type PacketLength, ProbeError, readFirstPacket } from '#connector-sdk/opening';

import { serverError } from './server-errors.js';

/** What a server says first (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html). */
export interface ServerGreeting {
  /** Whether the server takes encrypted connections: the capability CLIENT_SSL. */
  readonly encrypts: boolean;
}

const HEADER_BYTES = 4;
const PROTOCOL = 10;
const REFUSAL = 0xff;
const CLIENT_SSL = 0x0800;
/** Thread id, first part of the scramble and a filler stand between the version and the capabilities. */
const BEFORE_CAPABILITIES = 4 + 8 + 1;
/** A greeting has about 100 bytes, most of which are the version. */
const MAX_BYTES = 2048;

/**
 * Waits for the greeting and puts it back, so that the driver finds it.
 *
 * @throws ProbeError `protocol_error` for anything else, also for bytes behind the greeting: they came before
 *   encryption, so nobody knows from whom; what a server's refusal means; `connection_closed`
 */
export async function readServerGreeting(socket: Socket, signal: AbortSignal): Promise<ServerGreeting> {
  const bytes = await readFirstPacket(socket, signal, lengthOf);
  socket.unshift(bytes);
  return readGreeting(bytes);
}

/** Reads the packet that holds a greeting. @throws ProbeError */
export function readGreeting(bytes: Buffer): ServerGreeting {
  const packet = bytes.subarray(HEADER_BYTES);
  if (packet[0] === REFUSAL && packet.length >= 3) throw serverError(packet.readUInt16LE(1));
  const versionEnd = packet.indexOf(0, 1);
  const capabilities = versionEnd + 1 + BEFORE_CAPABILITIES;
  if (packet[0] !== PROTOCOL || versionEnd < 0 || packet.length < capabilities + 2) throw notThisProtocol();
  return { encrypts: (packet.readUInt16LE(capabilities) & CLIENT_SSL) !== 0 };
}

function notThisProtocol(): ProbeError {
  return new ProbeError('protocol_error', { step: 'connect' });
}

const lengthOf: PacketLength = (bytes) => {
  if (bytes.length < HEADER_BYTES) return undefined;
  const length = bytes.readUIntLE(0, 3) + HEADER_BYTES;
  if (length > MAX_BYTES || bytes[3] !== 0) throw notThisProtocol();
  return length;
};
