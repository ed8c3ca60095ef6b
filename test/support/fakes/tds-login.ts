/** What a client says to log in. */
export interface TdsLogin {
  readonly version: number;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** The name of the client's machine, as it says. */
  readonly workstation: string;
}

/** Where the texts of a LOGIN7 message are told (MS-TDS section 2.2.6.4). */
const AT = { workstation: 36, username: 40, password: 44, database: 68 } as const;

/** Reads a LOGIN7 message. */
export function readLogin7(body: Buffer): TdsLogin {
  const bytesAt = (at: number): Buffer => {
    const start = body.readUInt16LE(at);
    return body.subarray(start, start + body.readUInt16LE(at + 2) * 2);
  };
  const textAt = (at: number): string => bytesAt(at).toString('utf16le');
  return {
    version: body.readUInt32LE(4),
    username: textAt(AT.username),
    password: Buffer.from(bytesAt(AT.password).map(unscrambled)).toString('utf16le'),
    database: textAt(AT.database),
    workstation: textAt(AT.workstation),
  };
}

/** The halves of each byte were swapped, then it was combined with 0xA5. */
function unscrambled(byte: number): number {
  const bits = byte ^ 0xa5;
  return ((bits & 0x0f) << 4) | (bits >> 4);
}

/** What a PRELOGIN message says of encryption and instance. */
export function readPrelogin(body: Buffer): { readonly encryption: number; readonly instance: string } {
  let encryption = 2;
  let instance = '';
  for (let at = 0; at < body.length && body[at] !== 0xff; at += 5) {
    const start = body.readUInt16BE(at + 1);
    const value = body.subarray(start, start + body.readUInt16BE(at + 3));
    if (body[at] === 1) encryption = value[0] ?? encryption;
    if (body[at] === 2) instance = value.toString('latin1').replace(/\0.*$/s, '');
  }
  return { encryption, instance };
}

/** The server's answer to it. */
export function preloginAnswer(encryption: number, instanceMatches: boolean): Buffer {
  const options: [number, Buffer][] = [
    [0, Buffer.from([16, 0, 0x10, 0, 0, 0])],
    [1, Buffer.from([encryption])],
    [2, Buffer.from([instanceMatches ? 0 : 1])],
    [3, Buffer.alloc(0)],
    [4, Buffer.from([0])],
  ];
  let offset = options.length * 5 + 1;
  const headers = options.map(([option, value]) => {
    const header = Buffer.alloc(5);
    header[0] = option;
    header.writeUInt16BE(offset, 1);
    header.writeUInt16BE(value.length, 3);
    offset += value.length;
    return header;
  });
  return Buffer.concat([...headers, Buffer.from([0xff]), ...options.map(([, value]) => value)]);
}
