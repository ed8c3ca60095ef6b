import type { Socket } from 'node:net';

import { ProbeError } from '#connector-sdk/opening';

/** Where the packets of a connection go. */
export interface LentTransport {
  /** The connected socket. Asked once. */
  readonly dial: () => Promise<Socket>;
  /** TLS over it. Asked again when the listener hands the socket to a process that shakes hands anew. */
  readonly secure: (socket: Socket) => Promise<Socket>;
}

/** Packet type of TNS: the listener names another address. */
const REDIRECT = 5;

let lent: LentTransport | undefined;
let patched: Promise<void> | undefined;

/**
 * Has the driver use our socket and our TLS for what it opens during `work`; it has no option for either. A
 * redirect ends the connection before the driver looks anything up.
 */
export async function withTransport<T>(transport: LentTransport, work: () => Promise<T>): Promise<T> {
  patched ??= patchDriver();
  await patched;
  lent = transport;
  try {
    return await work();
  } finally {
    lent = undefined;
  }
}

async function patchDriver(): Promise<void> {
  const { default: NtTcp } = await import('oracledb/lib/thin/sqlnet/ntTcp.js');
  const { receive, setupEventHandlers } = NtTcp.prototype;
  Object.assign(NtTcp.prototype, {
    ntConnect: async function (this) {
      const current = lent;
      lent = undefined;
      // Nobody else is to be connected to: not a second address, not the same one again.
      if (!current) throw new ProbeError('redirect_outside_target');
      secureOf.set(this, current.secure);
      this.stream = await current.dial();
      this.connected = true;
    },
    tlsConnect: async function (this, _secureContext, stream) {
      const secure = secureOf.get(this);
      if (!secure) throw new ProbeError('unsupported_transport');
      this.stream = await secure(stream);
      this.connStream = stream;
    },
    setupEventHandlers: function (this) {
      // The driver takes every listener off. What the server says of our certificate comes late, and is ours to hear.
      const listeners = this.stream.listeners('error') as ((error: Error) => void)[];
      setupEventHandlers.call(this);
      for (const listener of listeners) this.stream.on('error', listener);
    },
    receive: async function (this) {
      const packet = await receive.call(this);
      if (packet?.type === REDIRECT) throw new ProbeError('redirect_outside_target');
      return packet;
    },
  } satisfies Partial<typeof NtTcp.prototype>);
}

const secureOf = new WeakMap<object, LentTransport['secure']>();
