import type { ProbeContext } from '../../probe/probe.js';

/**
 * Looks a host up and has its addresses judged, before a virtual machine is started for nothing. What it
 * connects to is judged again. Through SSH the other end looks names up, and there is nothing to do.
 *
 * @throws ProbeError `dns_not_found`, `egress_denied`
 */
export async function requirePermittedHost(host: string, context: ProbeContext): Promise<void> {
  const { network } = context;
  if (network.tunnelled) return;
  const looked = (): Promise<void> =>
    new Promise((resolve, reject) => {
      network.lookup(host, { all: true }, (error) => (error ? reject(error) : resolve()));
    });
  await context.step('resolve', looked);
}
