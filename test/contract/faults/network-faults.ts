import type { CheckCode } from '#connector-sdk';

import { mysqlGreeting } from '../../support/fakes/mysql-greeting.js';
import {
  answersOnce,
  CLOSED_PORT,
  ECHOES,
  HANGS_UP,
  HANGS_UP_ON_REQUEST,
  type Misbehaviour,
  RESETS,
  says,
  SILENT,
  startFaultServer,
} from '../../support/fault-servers.js';
import type { Fault, Meanings } from '../fault.js';
import type { Subject } from '../subject.js';
import { byteBySecond } from './slow-server.js';
import { at } from './place.js';
import { bringsNoDriver, greets, isServer } from './protocols.js';

/** A sentence of no protocol. */
const GARBAGE = Buffer.from('fe9f03a1c7'.repeat(40), 'hex');
const WEB_PAGE =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>What?</html>';
const SSH_BANNER = 'SSH-2.0-OpenSSH_9.2p1\r\n';
/** RFC 6761 section 6.4: a name that never exists. */
const UNKNOWN_HOST = 'nowhere.invalid';

/** A client that wants TLS may only find that there is none; others notice that the protocol is another one. */
const NOT_UNDERSTOOD: readonly CheckCode[] = ['protocol_error', 'tls_not_supported', 'tls_handshake_failed'];

/** Where packets begin with their length, garbage is the beginning of one whose end never comes; ODBC’s driver hangs up. */
const maybeLongPacket = (subject: Subject): Meanings => {
  if (bringsNoDriver(subject)) return [...NOT_UNDERSTOOD, 'timeout', 'connection_closed'];
  return ['oracle', 'jdbc'].includes(subject.connector.family)
    ? [...NOT_UNDERSTOOD, 'timeout']
    : NOT_UNDERSTOOD;
};

/** Ways to misbehave that do not depend on who calls. */
const MISBEHAVIOURS: readonly (readonly [name: string, how: Misbehaviour, means: Fault['means']])[] = [
  ['server that hangs up at once', HANGS_UP, ['connection_closed']],
  ['server that resets the connection', RESETS, ['connection_closed']],
  ['server that sends garbage', says(GARBAGE), maybeLongPacket],
  ['SSH server in its place', says(SSH_BANNER), maybeLongPacket],
];

/** Ways to misbehave when the client has said something; a server that speaks first has greeted it by then. */
const MISBEHAVIOURS_ON_REQUEST: typeof MISBEHAVIOURS = [
  ['server that hangs up on the first request', HANGS_UP_ON_REQUEST, ['connection_closed']],
  [
    'server that sends back what it gets',
    ECHOES,
    (subject) => (bringsNoDriver(subject) ? [...NOT_UNDERSTOOD, 'connection_closed'] : NOT_UNDERSTOOD),
  ],
];

const SERVER_FAULTS = [...MISBEHAVIOURS, ...MISBEHAVIOURS_ON_REQUEST].map(([name, how, means]): Fault => ({
  name,
  group: 'network',
  happensTo: isServer,
  means,
  provoke: async (subject) => {
    const waits = MISBEHAVIOURS_ON_REQUEST.some(([one]) => one === name);
    const server = await startFaultServer(waits && greets(subject) ? afterGreeting(how) : how);
    return { ...at(subject, server.port), servers: [server] };
  },
}));

function afterGreeting(how: Misbehaviour): Misbehaviour {
  return (socket) => {
    socket.write(mysqlGreeting({ encrypts: false }));
    how(socket);
  };
}

/** What goes wrong on the way to any server, and with one that does not speak as it should. */
export const NETWORK_FAULTS: readonly Fault[] = [
  {
    name: 'port where nothing listens',
    group: 'network',
    happensTo: isServer,
    means: ['connect: connect_refused'],
    provoke: async (subject) => at(subject, CLOSED_PORT),
  },
  {
    name: 'host that does not exist',
    group: 'network',
    happensTo: isServer,
    means: ['resolve: dns_not_found'],
    provoke: async (subject) => at(subject, CLOSED_PORT, { host: UNKNOWN_HOST }),
  },
  {
    name: 'address that is closed to tenants',
    group: 'network',
    happensTo: isServer,
    means: ['resolve: egress_denied'],
    provoke: async (subject) => {
      const server = await startFaultServer(SILENT);
      return { ...at(subject, server.port, { networks: [] }), servers: [server] };
    },
  },
  {
    name: 'server that says nothing',
    group: 'network',
    happensTo: isServer,
    stalls: true,
    means: ['timeout'],
    provoke: async (subject) => {
      const server = await startFaultServer(SILENT);
      return { ...at(subject, server.port), servers: [server] };
    },
  },
  {
    name: 'server that answers byte by byte',
    group: 'network',
    happensTo: isServer,
    stalls: true,
    means: ['timeout', 'protocol_error'],
    provoke: async (subject) => {
      const server = await startFaultServer(byteBySecond(greets(subject)));
      return { ...at(subject, server.port), servers: [server] };
    },
  },
  ...SERVER_FAULTS,
  {
    name: 'web server in its place',
    group: 'network',
    // Where both wait for the other it is a server that says nothing.
    happensTo: (subject) => isServer(subject) && !greets(subject),
    means: [...NOT_UNDERSTOOD, 'server_error', 'connection_closed'],
    provoke: async (subject) => {
      const server = await startFaultServer(answersOnce(WEB_PAGE));
      return { ...at(subject, server.port), servers: [server] };
    },
  },
];
