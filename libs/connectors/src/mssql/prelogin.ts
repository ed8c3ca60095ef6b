import { ProbeError } from '#connector-sdk/opening';

/** What both sides say of encryption (MS-TDS section 2.2.6.5). */
export const ENCRYPTION = { off: 0, on: 1, notSupported: 2, required: 3 } as const;

const OPTION = { version: 0, encryption: 1, instance: 2, threadId: 3, multipleResults: 4 } as const;
const TERMINATOR = 0xff;
const OPTION_HEADER_BYTES = 5;

/** What the server answered. */
export interface PreloginAnswer {
  /** One of {@link ENCRYPTION}. */
  readonly encryption: number;
  /** False when the server is another instance than the one that was asked for. */
  readonly instanceMatches: boolean;
}

/** The body of the message that begins a connection; without an instance any is right. */
export function preloginRequest(encryption: number, instance = ''): Buffer {
  return optionTable([
    [OPTION.version, Buffer.alloc(6)],
    [OPTION.encryption, Buffer.from([encryption])],
    [OPTION.instance, Buffer.from(`${instance}\0`, 'utf8')],
    [OPTION.threadId, Buffer.alloc(4)],
    [OPTION.multipleResults, Buffer.from([0])],
  ]);
}

/** What the driver is told in the server's place: there is no encryption to be had, for it is there already. */
export function preloginAnswerForDriver(): Buffer {
  return optionTable([
    [OPTION.version, Buffer.alloc(6)],
    [OPTION.encryption, Buffer.from([ENCRYPTION.notSupported])],
    [OPTION.instance, Buffer.from([0])],
    [OPTION.threadId, Buffer.alloc(0)],
    [OPTION.multipleResults, Buffer.from([0])],
  ]);
}

/** Reads the body of a server's answer. @throws ProbeError `protocol_error` */
export function readPreloginAnswer(body: Buffer): PreloginAnswer {
  const options = readOptions(body);
  const encryption = options.get(OPTION.encryption)?.[0];
  if (!options.has(OPTION.version) || encryption === undefined || encryption > ENCRYPTION.required) {
    throw notThisProtocol();
  }
  return { encryption, instanceMatches: (options.get(OPTION.instance)?.[0] ?? 0) === 0 };
}

function readOptions(body: Buffer): Map<number, Buffer> {
  const options = new Map<number, Buffer>();
  for (let at = 0; body[at] !== TERMINATOR; at += OPTION_HEADER_BYTES) {
    if (at + OPTION_HEADER_BYTES > body.length) throw notThisProtocol();
    const offset = body.readUInt16BE(at + 1);
    const end = offset + body.readUInt16BE(at + 3);
    if (end > body.length) throw notThisProtocol();
    options.set(body[at]!, body.subarray(offset, end));
  }
  return options;
}

function optionTable(options: readonly (readonly [number, Buffer])[]): Buffer {
  let offset = options.length * OPTION_HEADER_BYTES + 1;
  const headers = options.map(([option, value]) => {
    const header = Buffer.alloc(OPTION_HEADER_BYTES);
    header[0] = option;
    header.writeUInt16BE(offset, 1);
    header.writeUInt16BE(value.length, 3);
    offset += value.length;
    return header;
  });
  return Buffer.concat([...headers, Buffer.from([TERMINATOR]), ...options.map(([, value]) => value)]);
}

function notThisProtocol(): ProbeError {
  return new ProbeError('protocol_error', { step: 'connect' });
}
