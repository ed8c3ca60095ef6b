import type { Duplex } from 'node:stream';

import type { JsonObject } from '#connector-sdk';

import type { KeyAndCertificate } from '../../support/certificates.js';
import {
  type BrokenHandshake,
  type ServerSideTls,
  startEncryptingServer,
} from '../../support/encrypting-server.js';
import { mysqlGreeting } from '../../support/fakes/mysql-greeting.js';
import { onOpening } from '../../support/client-openings.js';
import { startFaultServer, type Misbehaviour } from '../../support/fault-servers.js';
import type { Fault, Surroundings } from '../fault.js';
import type { Subject } from '../subject.js';
import { LOOPBACK, overTls } from './place.js';
import { greets, speaksTls } from './protocols.js';

const OTHER_NAME = 'other.example.com';
/** The least that openssl takes. */
const YESTERDAY_DAYS = -1;
/** RFC 8446 section 6.2: fatal, handshake_failure. */
const HANDSHAKE_FAILURE = Buffer.from([0x15, 3, 3, 0, 2, 2, 40]);

type Show = (surroundings: Surroundings) => Promise<ServerSideTls>;
type Handshake = ServerSideTls | BrokenHandshake;

/** A server that is asked for TLS with everything checked. */
function tlsFault(
  name: string,
  means: Fault['means'],
  handshake: (surroundings: Surroundings) => Promise<Handshake>,
  more: Partial<Fault> & { readonly then?: (stream: Duplex) => void; readonly tls?: TlsFields } = {},
): Fault {
  const { then, tls, ...rest } = more;
  return {
    name,
    group: 'tls',
    happensTo: speaksTls,
    means,
    provoke: async (subject, surroundings) => {
      const server = await startEncryptingServer({
        greets: greets(subject),
        handshake: await handshake(surroundings),
        ...(then ? { then } : {}),
      });
      return overTls(subject, server, surroundings.certificates.ca, await tls?.(surroundings));
    },
    ...rest,
  };
}

/** Members of `transport.tls` beside the authority. */
type TlsFields = (surroundings: Surroundings) => Promise<JsonObject>;

const trusted: Show = ({ certificates }) => certificates.trusted();

const showing =
  (issue: (surroundings: Surroundings) => Promise<KeyAndCertificate>): Show =>
  (surroundings) =>
    issue(surroundings);

const hasTransport = (subject: Subject): boolean =>
  speaksTls(subject) && subject.connector.transports.includes('tls');

/** Certificates and handshakes that must not be accepted, and settings that cannot be used. */
export const TLS_FAULTS: readonly Fault[] = [
  tlsFault(
    'certificate for another name',
    ['tls: tls_name_mismatch'],
    showing(({ certificates }) => certificates.issue(OTHER_NAME)),
  ),
  tlsFault(
    'certificate of an unknown authority',
    ['tls: tls_untrusted'],
    showing(({ strangers }) => strangers.issue(LOOPBACK)),
  ),
  tlsFault(
    'certificate that has expired',
    ['tls: tls_expired'],
    showing(({ certificates }) => certificates.issue(LOOPBACK, YESTERDAY_DAYS)),
  ),
  tlsFault(
    'server that is silent in the handshake',
    ['timeout'],
    async () => (socket) => void socket.resume(),
    {
      stalls: true,
    },
  ),
  tlsFault(
    'server that hangs up in the handshake',
    ['connection_closed'],
    async () => (socket) => void socket.resume().end(),
  ),
  tlsFault(
    'handshake that the server breaks off',
    ['tls: tls_handshake_failed'],
    async () => (socket, wrap) => void socket.resume().end(wrap(HANDSHAKE_FAILURE)),
  ),
  tlsFault('server that hangs up after the handshake', ['connection_closed'], trusted, {
    then: (stream) => void stream.resume().end(),
  }),
  tlsFault(
    'server that asks for a client certificate',
    ['tls: tls_client_certificate_required', 'tls: tls_handshake_failed'],
    async (surroundings) => ({
      ...(await trusted(surroundings)),
      requestCert: true,
      rejectUnauthorized: true,
      ca: surroundings.certificates.ca,
    }),
  ),
  tlsFault('client key of another certificate', ['tls: tls_client_certificate_invalid'], trusted, {
    happensTo: hasTransport,
    tls: async ({ certificates }) => ({
      cert: (await certificates.issue('client')).cert,
      key: (await certificates.issue('another client')).key,
    }),
  }),
  tlsFault('authority that is no certificate', ['tls: tls_authority_invalid'], trusted, {
    happensTo: hasTransport,
    tls: async () => ({ ca: '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n' }),
  }),
  {
    name: 'server without TLS',
    group: 'tls',
    happensTo: (subject) => speaksTls(subject) && saysThatItHasNone(subject),
    means: ['tls: tls_not_supported'],
    provoke: async (subject, { certificates }) =>
      overTls(subject, await startFaultServer(withoutTls(greets(subject))), certificates.ca),
  },
];

/** In these protocols encryption is negotiated in a byte or a flag, and a server declines it by that. */
function saysThatItHasNone({ connector }: Subject): boolean {
  return ['postgres-wire', 'mysql-wire'].includes(connector.family);
}

function withoutTls(greetsFirst: boolean): Misbehaviour {
  if (greetsFirst) return (socket) => void socket.resume().write(mysqlGreeting({ encrypts: false }));
  return (socket) => onOpening(socket, () => void socket.resume().write('N'));
}
