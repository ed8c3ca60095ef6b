import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';

import type { Open } from '#connector-sdk';

/** What a driver may do that does not ask the check's network: each returns when it has got nowhere, or somewhere. */
export const WAYS: Readonly<Record<string, (host: string, port: number) => Promise<unknown>>> = {
  connect: (host, port) => ended(net.connect(port, host)),
  connectByOptions: (host, port) => ended(net.connect({ host, port, autoSelectFamily: true })),
  createConnection: (host, port) => ended(net.createConnection({ host, port, family: 0 })),
  socket: (host, port) => ended(new net.Socket().connect({ host, port })),
  ownLookup: (host, port) =>
    ended(
      net.connect({
        host: 'innocent.example',
        port,
        lookup: (_name, options, done) => answer(host, options, done),
      }),
    ),
  tls: (host, port) => ended(tls.connect({ host, port, rejectUnauthorized: false })),
  http: (host, port) => ended(http.get({ host, port })),
  https: (host, port) => ended(https.get({ host, port, rejectUnauthorized: false })),
  http2: (host, port) => ended(http2.connect(`http://${inUrl(host)}:${port}`)),
  fetch: (host, port) => fetch(`http://${inUrl(host)}:${port}/`),
  lookupFirst: async (host, port) => {
    const { address } = await dns.promises.lookup(host);
    return ended(net.connect(port, address));
  },
  resolveFirst: async (host, port) => {
    const [address = host] = await dns.promises.resolve4(host);
    return ended(net.connect(port, address));
  },
  /** Looks at the first answer, and connects to the second. */
  rebound: async (host, port) => {
    await dns.promises.lookup(host);
    return ended(net.connect(port, host));
  },
  /** Goes wherever the server says. */
  redirected: (host) => fetch(`http://${inUrl(host)}/`),
  datagram: async (host, port) => {
    const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
    const sent = ended(socket);
    socket.send('hello', port, host, () => socket.close());
    return sent;
  },
  worker: async (host, port) => {
    const code = `require('node:net').connect(${port}, ${JSON.stringify(host)}).on('error', () => {})`;
    await once(new Worker(code, { eval: true }), 'exit');
  },
};

/** Goes one way, which the payload names. */
export const open: Open = async ({ payload }) => {
  const { way, host, port } = payload as { way: string; host: string; port: number };
  await WAYS[way]?.(host, port);
  throw new Error('Nothing is to be tested here.');
};

interface Ending {
  once(event: string, listener: () => void): unknown;
}

/** Whatever it is that has been opened, it is over. */
function ended(emitter: Ending): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['error', 'close', 'end']) emitter.once(event, () => resolve());
  });
}

type Done = (error: null, address: string | dns.LookupAddress[], family?: number) => void;

function answer(address: string, { all }: dns.LookupOptions, done: Done): void {
  const family = net.isIP(address);
  if (all) done(null, [{ address, family }]);
  else done(null, address, family);
}

function inUrl(host: string): string {
  return net.isIPv6(host) ? `[${host}]` : host;
}
