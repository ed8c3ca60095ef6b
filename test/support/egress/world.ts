import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { createAuthority, type KeyAndCertificate } from '../certificates.js';
import { resolve } from 'node:path';
import { createNetworkNamespace, type NetworkNamespace } from '../network-namespace.js';
import type { Answer, Happened, Settings } from './inside/messages.js';
import { NAME_SERVER } from './inside/places.js';

/** Where vendors have their services; the redirector has certificates for them. */
const NAMES = [
  'moved.example',
  'storage.googleapis.com',
  '*.googleapis.com',
  '*.snowflakecomputing.com',
  '*.blob.core.windows.net',
  '*.dfs.core.windows.net',
  '*.motherduck.com',
];

/** A network with a canary at each address, a name server, a bastion and a server that redirects. */
export interface World {
  readonly namespace: NetworkNamespace;
  readonly hostKey: string;
  /** What signed the certificates in there. */
  readonly ca: string;
  /** Changes what the servers do, and answers what happened until then. */
  next(settings?: Settings): Promise<Happened>;
  close(): Promise<void>;
}

/** Makes the network and starts what listens in it. */
export async function createWorld(): Promise<World> {
  const script = resolve('dist/test/support/egress/inside/main.js');
  const authority = await createAuthority();
  const certificates: Record<string, KeyAndCertificate> = {};
  for (const name of NAMES) certificates[name] = await authority.issue(name);
  const namespace = await createNetworkNamespace(NAME_SERVER);
  const inside = namespace.start(script, { args: [JSON.stringify(certificates)] });
  const ready = await said(inside);
  return {
    namespace,
    hostKey: ready.kind === 'ready' ? ready.hostKey : '',
    ca: authority.ca,
    next: async (settings = {}) => {
      const answer = said(inside);
      inside.send({ settings });
      const { happened } = (await answer) as Extract<Answer, { kind: 'happened' }>;
      return happened;
    },
    close: async () => {
      const ended = once(inside, 'exit');
      inside.kill('SIGKILL');
      await ended;
      await namespace.remove();
      await authority.close();
    },
  };
}

async function said(inside: ChildProcess): Promise<Answer> {
  const ended = new AbortController();
  const gone = (): void => ended.abort(new Error('The servers in the namespace have ended.'));
  inside.once('exit', gone);
  try {
    const [answer] = (await once(inside, 'message', { signal: ended.signal })) as [Answer];
    return answer;
  } finally {
    inside.off('exit', gone);
  }
}
