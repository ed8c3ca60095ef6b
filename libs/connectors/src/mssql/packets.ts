import { ProbeError } from '#connector-sdk/opening';

/** Types of packets (MS-TDS section 2.2.3.1.1). */
export const PRELOGIN = 0x12;
export const TABULAR_RESULT = 0x04;

export const HEADER_BYTES = 8;
/** What SQL Server takes until a login has agreed on more. */
const MAX_BODY_BYTES = 4096 - HEADER_BYTES;
/** The longest packet that a login may agree on. */
const MAX_PACKET_BYTES = 32_767;
const END_OF_MESSAGE = 0x01;

/** A message as packets. */
export function toPackets(type: number, body: Buffer): Buffer {
  const packets: Buffer[] = [];
  for (let at = 0; at === 0 || at < body.length; at += MAX_BODY_BYTES) {
    const part = body.subarray(at, at + MAX_BODY_BYTES);
    const header = Buffer.alloc(HEADER_BYTES);
    header[0] = type;
    header[1] = at + MAX_BODY_BYTES >= body.length ? END_OF_MESSAGE : 0;
    header.writeUInt16BE(HEADER_BYTES + part.length, 2);
    header[6] = packets.length + 1;
    packets.push(header, part);
  }
  return Buffer.concat(packets);
}

/**
 * The length of the packet that begins here, header and all.
 *
 * @returns bytes, or undefined while the header is incomplete
 * @throws ProbeError `protocol_error` for a packet of another type, or one that is too long
 */
export function packetLength(bytes: Buffer, types: readonly number[]): number | undefined {
  if (bytes.length > 0 && !types.includes(bytes[0]!)) throw new ProbeError('protocol_error', STEP);
  if (bytes.length < HEADER_BYTES) return undefined;
  const length = bytes.readUInt16BE(2);
  if (length < HEADER_BYTES || length > MAX_PACKET_BYTES) throw new ProbeError('protocol_error', STEP);
  return length;
}

/** True for a packet that ends its message. */
export function endsMessage(packet: Buffer): boolean {
  return (packet[1]! & END_OF_MESSAGE) !== 0;
}

/** All of this comes before a login. */
const STEP = { step: 'connect' } as const;
