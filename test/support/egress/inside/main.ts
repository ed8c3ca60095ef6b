import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

import { Bastion } from './bastion.js';
import type { Answer, Arrival, Command } from './messages.js';
import { NameServer } from './name-server.js';
import { BASTION, CANARY_PORT, LISTENING_PORTS, NAME_SERVER, REDIRECTOR } from './places.js';
import { type Certificates, Redirector } from './redirector.js';

/*
 * Runs inside the namespace and listens at each of its addresses: a name server, a server that sends its
 * clients elsewhere and a bastion at three public ones, and everywhere else a canary that writes down who came.
 */
const arrivals: Arrival[] = [];
const names = new NameServer();
const redirector = new Redirector(JSON.parse(process.argv[2] ?? '{}') as Certificates);
const bastion = new Bastion();

const ipv4 = (address = ''): string => address.replace(/^::ffff:(?=\d+\.)/, '');

function receive(socket: Socket): void {
  socket.on('error', () => undefined);
  const address = ipv4(socket.localAddress);
  if (address === REDIRECTOR) redirector.serve(socket);
  else if (address === BASTION) bastion.serve(socket);
  else {
    arrivals.push({ address, port: socket.localPort ?? 0 });
    socket.destroy();
  }
}

async function listen(): Promise<void> {
  await names.listen(NAME_SERVER);
  await redirector.listen();
  const datagrams = createSocket('udp6');
  datagrams.on('message', () => arrivals.push({ address: 'datagram', port: CANARY_PORT }));
  datagrams.bind(CANARY_PORT);
  await once(datagrams, 'listening');
  for (const port of LISTENING_PORTS) {
    const server = createServer(receive).listen(port, '::');
    await once(server, 'listening');
  }
}

const say = (answer: Answer): void => void process.send?.(answer);

process.on('message', ({ settings = {} }: Command) => {
  if (settings.zone) names.serve(settings.zone);
  if (settings.redirection) redirector.redirection = settings.redirection;
  const happened = {
    arrivals: arrivals.splice(0),
    forwarded: bastion.forwarded.splice(0),
    lookups: names.lookups.splice(0),
    redirected: redirector.redirected,
  };
  redirector.redirected = 0;
  say({ kind: 'happened', happened });
});
process.on('disconnect', () => process.exit(0));

await listen();
say({ kind: 'ready', hostKey: bastion.hostKey });
