import type { LocalProxy } from '#platform/egress';

import { ProbeError, type ErrorClassifier } from '../../probe/probe-error.js';

/**
 * A classifier for a driver behind the network's proxy, which sees no more than a refused tunnel where the
 * service has sent it elsewhere. What went wrong on the way to a declared place is known without it.
 */
export function throughProxy(
  proxy: Pick<LocalProxy, 'failures'>,
  classify: ErrorClassifier,
): ErrorClassifier {
  return (error) => {
    const strayed = proxy.failures.some(({ error: { code } }: { error: NodeJS.ErrnoException }) => {
      return code === 'redirect_outside_target';
    });
    return strayed ? new ProbeError('redirect_outside_target', { cause: error }) : classify(error);
  };
}
