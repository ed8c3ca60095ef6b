import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { isAllowedPlace } from './place-list.js';
import type { AllowedPlace } from './probe.js';
import { ProbeError } from './probe-error.js';

type Opened = (error: Error | null, socket?: Duplex) => void;
type Destination = { readonly host?: string | null; readonly port?: string | number | null };

/** Agents whose sockets come from `dial`, and from `secure` for https; other places are refused. */
export function httpAgents(
  allowed: readonly AllowedPlace[],
  dial: (host: string, port: number) => Promise<Socket>,
  secure: (socket: Socket, host: string) => Promise<Socket>,
): { http: http.Agent; https: https.Agent } {
  const plain = new http.Agent({ keepAlive: true });
  const encrypted = new https.Agent({ keepAlive: true, maxCachedSessions: 0 });
  replaceConnect(plain, async ({ host, port }) => dial(...declared(allowed, host, port, 80)));
  replaceConnect(encrypted, async ({ host, port }) => {
    const [name, number] = declared(allowed, host, port, 443);
    return secure(await dial(name, number), name);
  });
  return { http: plain, https: encrypted };
}

/** Node's agents ask this method for each new socket; it may answer later, by its callback. */
function replaceConnect(agent: http.Agent, open: (to: Destination) => Promise<Duplex>): void {
  Object.assign(agent, {
    createConnection: (to: Destination, opened: Opened): void => {
      open(to).then(
        (socket) => opened(null, socket),
        (error: Error) => opened(error),
      );
    },
  });
}

function declared(
  allowed: readonly AllowedPlace[],
  host: string | null | undefined,
  port: string | number | null | undefined,
  standard: number,
): [string, number] {
  const name = host ?? '';
  const number = Number(port ?? standard);
  if (!isAllowedPlace(allowed, name, number)) throw new ProbeError('redirect_outside_target');
  return [name, number];
}
