/** Types of packets that clients and servers of TDS send (MS-TDS section 2.2.3.1.1). */
export const PACKET = {
  batch: 0x01,
  login5: 0x02,
  rpc: 0x03,
  answer: 0x04,
  attention: 0x06,
  query5: 0x0f,
  login7: 0x10,
  prelogin: 0x12,
} as const;

const HEADER_BYTES = 8;
const BODY_BYTES = 4088;
const LAST = 1;

/** A message, cut into packets. */
export function packets(type: number, body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < body.length; at += BODY_BYTES) {
    const part = body.subarray(at, at + BODY_BYTES);
    const header = Buffer.alloc(HEADER_BYTES);
    header[0] = type;
    header[1] = at + BODY_BYTES >= body.length ? LAST : 0;
    header.writeUInt16BE(HEADER_BYTES + part.length, 2);
    header[6] = 1;
    parts.push(header, part);
  }
  return Buffer.concat(parts);
}

/** Puts messages together again from the packets of one connection. */
export class MessageReader {
  private waiting = Buffer.alloc(0);
  private parts: Buffer[] = [];

  constructor(private readonly receive: (type: number, body: Buffer) => void) {}

  read(bytes: Buffer): void {
    this.waiting = Buffer.concat([this.waiting, bytes]);
    while (this.waiting.length >= HEADER_BYTES) {
      const length = this.waiting.readUInt16BE(2);
      if (length < HEADER_BYTES) throw new Error('This is no packet.');
      if (this.waiting.length < length) return;
      const packet = this.waiting.subarray(0, length);
      this.waiting = this.waiting.subarray(length);
      this.parts.push(packet.subarray(HEADER_BYTES));
      if ((packet[1]! & LAST) === 0) continue;
      const body = Buffer.concat(this.parts);
      this.parts = [];
      this.receive(packet[0]!, body);
    }
  }
}
