import { httpAgents } from '../../probe/http-agents.js';
import type { AllowedPlace, ProbeContext, ProbeNetwork } from '../../probe/probe.js';
import { handshake } from '../../probe/tls-handshake.js';
import { planTls } from '../../probe/tls-plan.js';

/**
 * The same check, seen from a cloud service beside a source that people run themselves: the connection's TLS
 * settings are for that source, while a vendor's host is always verified, against the machine's authorities. Of
 * TLS it records nothing.
 */
export function vendorContext(context: ProbeContext): ProbeContext {
  const tls = planTls(undefined, 'verify-full');
  const agents: ProbeNetwork['agents'] = (allowed: readonly AllowedPlace[]) =>
    httpAgents(
      allowed,
      (host, port) => context.network.dial(host, port),
      (socket, host) => handshake(socket, host, tls, context.signal),
    );
  const network = Object.create(context.network, { agents: { value: agents } }) as ProbeNetwork;
  return Object.create(context, {
    network: { value: network },
    tls: { value: tls },
    tlsDone: { value: () => undefined },
  }) as ProbeContext;
}
