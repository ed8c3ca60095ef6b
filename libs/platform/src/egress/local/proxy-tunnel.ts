import type { Duplex } from 'node:stream';
import { parseAuthority } from './authority.js';
import type { LocalServer } from './local-server.js';
import { refuseTunnel, statusFor } from './proxy-answers.js';
import type { ProxyRoute } from './proxy-route.js';
import { splice } from './splice.js';

/** A CONNECT request that has passed the check of its credential. */
export interface TunnelRequest {
  /** The request target: `host:port`. */
  readonly authority: string;
  readonly client: Duplex;
  /** What the client sent without waiting for the answer. */
  readonly head: Buffer;
  readonly targets: ProxyRoute;
  readonly local: LocalServer;
}

/** Answers a CONNECT request: with a tunnel, or with the status that says why there is none. Never rejects. */
export async function openTunnel({ authority, client, head, targets, local }: TunnelRequest): Promise<void> {
  const target = parseAuthority(authority);
  if (target === undefined) return refuseTunnel(client, 400);
  try {
    const upstream = await targets.open(target, local.signal);
    local.keep(upstream);
    if (client.destroyed) {
      upstream.destroy();
      return;
    }
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) upstream.write(head);
    splice(client, upstream);
  } catch (error) {
    refuseTunnel(client, statusFor(error));
  }
}
