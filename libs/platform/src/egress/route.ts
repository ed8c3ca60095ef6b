import type { Duplex } from 'node:stream';
import { hostBehindBastion } from './behind-bastion.js';
import { connectChecked } from './connect-checked.js';
import { within } from './deadline.js';
import type { Dial } from './egress.js';
import type { EgressPolicy } from './policy.js';
import { type Resolve, resolveChecked } from './resolve.js';

/** Milliseconds for look-up and connection together, unless a caller says otherwise. */
export const CONNECT_TIMEOUT_MS = 15_000;

/** Opens the stream that a route has prepared. */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>;

/**
 * Decides about a target, and returns the way to it.
 *
 * @throws EgressError
 */
export type Route = (host: string, port: number, signal: AbortSignal) => Promise<OpenStream>;

/** By TCP from here: resolves and checks first, and connects to nothing but the checked addresses. */
export function directRoute(policy: EgressPolicy, resolve: Resolve): Route {
  return async (host, port, signal) => {
    const checked = await within({
      timeoutMs: CONNECT_TIMEOUT_MS,
      signal,
      run: () => resolveChecked(policy, resolve, host, port),
      discard: () => undefined,
    });
    return (opening) =>
      connectChecked(checked, {
        port,
        timeoutMs: CONNECT_TIMEOUT_MS,
        signal: opening,
        allowHalfOpen: true,
      });
  };
}

/** Through a bastion, which resolves the names: literal addresses and known names are checked here. */
export function dialledRoute(policy: EgressPolicy, dial: Dial): Route {
  return async (host, port) => {
    const text = hostBehindBastion(policy, host, port);
    return (signal) =>
      within({
        timeoutMs: CONNECT_TIMEOUT_MS,
        signal,
        run: () => dial(text, port),
        discard: (late) => late.destroy(),
      });
  };
}
