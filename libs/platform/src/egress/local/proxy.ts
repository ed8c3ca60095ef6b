import { createServer } from 'node:http';
import type { LocalProxy, ProxyOptions, ProxyTarget } from '../egress.js';
import type { Route } from '../route.js';
import { LocalServer } from './local-server.js';
import { CHALLENGE, refuseTunnel } from './proxy-answers.js';
import { ProxyCredential } from './proxy-credential.js';
import { relayRequest } from './proxy-relay.js';
import { ProxyRoute } from './proxy-route.js';
import { openTunnel } from './proxy-tunnel.js';

/**
 * Starts an HTTP proxy for the declared targets.
 *
 * @throws EgressError or TypeError when a target is none
 */
export async function startProxy(
  allowed: readonly ProxyTarget[],
  route: Route,
  { credential: demanded = true }: ProxyOptions = {},
): Promise<LocalProxy> {
  const targets = new ProxyRoute(allowed, route);
  const credential = demanded ? new ProxyCredential() : undefined;
  // A driver decides itself how long it keeps a connection; the proxy ends with the probe.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
  const local = await LocalServer.start(server);
  const admits = (header: string | undefined): boolean => credential?.matches(header) ?? true;

  server.on('connect', (request, client, head) => {
    if (admits(request.headers['proxy-authorization']))
      void openTunnel({ authority: request.url ?? '', client, head, targets, local });
    else refuseTunnel(client, 407, CHALLENGE);
  });
  server.on('request', (request, response) => {
    if (admits(request.headers['proxy-authorization'])) void relayRequest(request, response, targets, local);
    else response.writeHead(407, CHALLENGE).end();
  });

  const { host, port } = local.address;
  const login = credential === undefined ? '' : `${credential.username}:${credential.password}@`;
  return {
    host,
    port,
    credential: credential && { username: credential.username, password: credential.password },
    url: `http://${login}${host}:${port}`,
    failures: targets.failures,
    get failure() {
      return targets.failures[0]?.error;
    },
    close: () => local.close(),
  };
}
