import { connectChecked } from './connect-checked.js';
import { within } from './deadline.js';
import type { Dial, Egress } from './egress.js';
import { startForward } from './local/forward.js';
import { startProxy } from './local/proxy.js';
import { checkedLookup } from './lookup.js';
import type { EgressPolicy } from './policy.js';
import { checkPort } from './port.js';
import { type Resolve, resolveChecked, systemResolve } from './resolve.js';
import { CONNECT_TIMEOUT_MS, dialledRoute, directRoute, type Route } from './route.js';

/** What {@link createEgress} can be given instead of the system's own. */
export interface EgressOptions {
  /** Looks names up; the resolver of the system unless given. */
  readonly resolve?: Resolve;
}

/** The ways out of this process that a policy permits, to be handed to drivers. */
export function createEgress(policy: EgressPolicy, { resolve = systemResolve }: EgressOptions = {}): Egress {
  const routeFor = (dial: Dial | undefined): Route =>
    dial === undefined ? directRoute(policy, resolve) : dialledRoute(policy, dial);
  return {
    connect: async (host, port, { signal, timeoutMs = CONNECT_TIMEOUT_MS, onResolved } = {}) => {
      checkPort(port);
      const end = Date.now() + timeoutMs;
      return within({
        timeoutMs,
        signal,
        run: async (ending) => {
          const checked = await resolveChecked(policy, resolve, host, port);
          ending.throwIfAborted();
          onResolved?.();
          return connectChecked(checked, { port, timeoutMs: end - Date.now(), signal: ending });
        },
        discard: (late) => late.destroy(),
      });
    },
    lookup: checkedLookup(policy, resolve, null),
    proxy: (allowed, dial, options) => startProxy(allowed, routeFor(dial), options),
    forward: async (host, port, dial) => startForward(host, checkPort(port), routeFor(dial)),
  };
}
