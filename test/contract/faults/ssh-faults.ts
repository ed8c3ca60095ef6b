import type { JsonObject } from '#connector-sdk';

import { type Forwarding, startSshFake } from '../../support/fakes/ssh-server.js';
import {
  CLOSED_PORT,
  HANGS_UP_ON_REQUEST,
  type Misbehaviour,
  says,
  SILENT,
  startFaultServer,
} from '../../support/fault-servers.js';
import { createSshKey } from '../../support/servers/ssh-keys.js';
import type { Fault } from '../fault.js';
import type { Subject } from '../subject.js';
import { at, LOOPBACK } from './place.js';

const PASSWORD = 'bastion-password';
/** Known to the bastion alone. */
const INNER_HOST = 'db.internal';
const INNER_PORT = 4242;
/** More than a line may be long. */
const GARBAGE = Buffer.from('fe9f03a1c7'.repeat(4000), 'hex');
const SOMEBODY_ELSES_KEY = `SHA256:${'A'.repeat(43)}`;

const tunnels = ({ connector }: Subject): boolean => connector.transports.includes('ssh');

/** A source behind this hop. */
function behind(subject: Subject, hop: JsonObject) {
  const ssh = { host: LOOPBACK, username: 'tunnel', password: PASSWORD, ...hop };
  return at(subject, INNER_PORT, { host: INNER_HOST, transport: { ssh } });
}

interface SshCase {
  readonly forwarding?: Forwarding;
  /** Of the hop, beside host, port and the right key and password. */
  readonly hop?: JsonObject;
}

/** A fault of, or behind, a real SSH server. */
function sshFault(name: string, means: Fault['means'], make: () => Promise<SshCase>): Fault {
  return {
    name,
    group: 'ssh',
    happensTo: tunnels,
    means,
    provoke: async (subject) => {
      const { forwarding = 'unreachable', hop } = await make();
      const server = await startSshFake({ password: PASSWORD, forwarding });
      const pinned = { port: server.port, host_key: server.fingerprint };
      return { ...behind(subject, { ...pinned, ...hop }), servers: [server] };
    },
  };
}

/** A fault of what is no working SSH server. */
function bastionFault(name: string, means: Fault['means'], misbehave: Misbehaviour, stalls = false): Fault {
  return {
    name,
    group: 'ssh',
    happensTo: tunnels,
    stalls,
    means,
    provoke: async (subject) => {
      const server = await startFaultServer(misbehave);
      return { ...behind(subject, { port: server.port, host_key: SOMEBODY_ELSES_KEY }), servers: [server] };
    },
  };
}

/** What goes wrong with a bastion, and behind it. */
export const SSH_FAULTS: readonly Fault[] = [
  {
    name: 'bastion where nothing listens',
    group: 'ssh',
    happensTo: tunnels,
    means: ['connect: connect_refused'],
    provoke: async (subject) => behind(subject, { port: CLOSED_PORT }),
  },
  bastionFault('bastion that says nothing', ['ssh: timeout'], SILENT, true),
  bastionFault('bastion that hangs up', ['ssh: connection_closed', 'ssh: ssh_failed'], HANGS_UP_ON_REQUEST),
  bastionFault('bastion that sends garbage', ['ssh: ssh_failed'], says(GARBAGE)),
  // Before its own line an SSH server may say what it likes (RFC 4253 section 4.2).
  bastionFault(
    'mail server in place of the bastion',
    ['ssh: timeout'],
    says('220 mail.example.com ESMTP\r\n'),
    true,
  ),
  sshFault('bastion whose key nobody approved', ['ssh: ssh_host_key_unknown'], async () => ({
    hop: { host_key: '' },
  })),
  sshFault('bastion with another key', ['ssh: ssh_host_key_changed'], async () => ({
    hop: { host_key: SOMEBODY_ELSES_KEY },
  })),
  sshFault('wrong password at the bastion', ['ssh: ssh_auth_failed'], async () => ({
    hop: { password: 'another' },
  })),
  sshFault('key that the bastion does not know', ['ssh: ssh_auth_failed'], async () => ({
    hop: { password: '', private_key: (await createSshKey()).privateKey },
  })),
  sshFault('SSH key that is none', ['ssh: ssh_key_invalid'], async () => ({
    hop: { private_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA reader' },
  })),
  sshFault('wrong passphrase of the SSH key', ['ssh: ssh_key_invalid'], async () => ({
    hop: {
      private_key: (await createSshKey('ed25519', 'right')).privateKey,
      private_key_passphrase: 'wrong',
    },
  })),
  sshFault('bastion that does not forward', ['ssh: ssh_forwarding_denied'], async () => ({
    forwarding: 'denied',
  })),
  sshFault('source that the bastion does not reach', ['ssh: ssh_target_unreachable'], async () => ({})),
  sshFault('source that hangs up behind the bastion', ['connection_closed'], async () => ({
    forwarding: { toPort: CLOSED_PORT },
  })),
];
