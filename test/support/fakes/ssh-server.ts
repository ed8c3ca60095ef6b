import { connect, createServer } from 'node:net';

import ssh2, { type Connection } from 'ssh2';

import { listenOnLoopback, type LoopbackServer } from '../loopback-server.js';
import { createSshKey, type SshKey } from '../servers/ssh-keys.js';

/** What the server does with requests to forward: it may not, it fails, or it goes to a port of the loopback. */
export type Forwarding = 'denied' | 'unreachable' | { readonly toPort: number };

export interface SshFakeOptions {
  readonly password: string;
  readonly forwarding: Forwarding;
}

export interface SshFake extends LoopbackServer {
  /** `SHA256:…` of its key. */
  readonly fingerprint: string;
}

let made: Promise<SshKey> | undefined;

/** All of them have the same. */
function hostKey(): Promise<SshKey> {
  return (made ??= createSshKey());
}

/** An SSH server that takes one password and no key. */
export async function startSshFake({ password, forwarding }: SshFakeOptions): Promise<SshFake> {
  const key = await hostKey();
  const server = new ssh2.Server({ hostKeys: [key.privateKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      if (attempt.method === 'password' && attempt.password === password) attempt.accept();
      else attempt.reject(['password', 'publickey']);
    });
    // Without a listener the library says that it is prohibited (RFC 4254 section 5.1).
    if (forwarding !== 'denied') forward(client, forwarding);
  });
  const listening = await listenOnLoopback(createServer((socket) => server.injectSocket(socket)));
  return { ...listening, fingerprint: key.fingerprint };
}

function forward(client: Connection, forwarding: Exclude<Forwarding, 'denied'>): void {
  client.on('tcpip', (accept, reject) => {
    if (forwarding === 'unreachable') {
      reject();
      return;
    }
    const channel = accept();
    const target = connect(forwarding.toPort, '127.0.0.1');
    target.on('error', () => channel.end());
    channel.on('error', () => target.destroy());
    channel.once('close', () => target.destroy());
    channel.pipe(target).pipe(channel);
  });
}
