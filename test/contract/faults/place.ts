import type { JsonObject } from '#connector-sdk';

import type { LoopbackServer } from '../../support/loopback-server.js';
import type { ProbeCase } from '../../support/probe.js';
import type { Provoked } from '../fault.js';
import type { Subject } from '../subject.js';

export const LOOPBACK = '127.0.0.1';

type More = Partial<ProbeCase> & { readonly host?: string; readonly ca?: string };

/** A check of a source at a port of this machine, whichever way the type says where it is. */
export function at(subject: Subject, port: number, { host = LOOPBACK, ca, ...more }: More = {}): Provoked {
  return {
    target: { payload: subject.payloadAt(host, port), ...more },
    vendor: { host, port },
    ...(ca === undefined ? {} : { ca }),
    servers: [],
  };
}

/** A check of a server that stands ready, with TLS in full. */
export function overTls(
  subject: Subject,
  server: LoopbackServer,
  ca: string,
  tls: JsonObject = {},
): Provoked {
  const takesTls = subject.connector.transports.includes('tls');
  return {
    ...at(subject, server.port, {
      tlsMode: 'verify-full',
      ...(takesTls ? { transport: { tls: { ca, ...tls } } } : { ca }),
    }),
    servers: [server],
  };
}
