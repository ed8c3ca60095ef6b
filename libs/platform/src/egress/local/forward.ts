import { createServer, type Socket } from 'node:net';
import type { LocalForward } from '../egress.js';
import { asError } from '../error-facts.js';
import type { OpenStream, Route } from '../route.js';
import { LocalServer } from './local-server.js';
import { splice } from './splice.js';

/**
 * Starts a forwarder for one connection.
 *
 * @throws EgressError when the route refuses the target
 */
export async function startForward(host: string, port: number, route: Route): Promise<LocalForward> {
  const open = await route(host, port, new AbortController().signal);
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  const local = await LocalServer.start(server);
  let failure: Error | undefined;
  server.once('connection', (client: Socket) => {
    // A client that came at the same moment is in the backlog already.
    server.on('connection', (late: Socket) => late.destroy());
    local.stopListening();
    pass(client, open, local).catch((error: unknown) => {
      failure = asError(error);
      client.destroy();
    });
  });
  return {
    ...local.address,
    get failure() {
      return failure;
    },
    close: () => local.close(),
  };
}

async function pass(client: Socket, open: OpenStream, local: LocalServer): Promise<void> {
  const upstream = await open(local.signal);
  local.keep(upstream);
  if (client.destroyed) upstream.destroy();
  else splice(client, upstream);
}
