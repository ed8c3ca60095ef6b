import { EgressError } from '#platform/egress';

import { ProbeError } from '../../probe/probe-error.js';
import { throughProxy } from './through-proxy.js';

describe('errors of a driver behind the proxy', () => {
  const refusal = new ProbeError('permission_denied');
  const failing = (error: Error) =>
    throughProxy({ failures: [{ host: 'x', port: 443, error }] }, () => refusal);

  it('tells a service that sends its client elsewhere from one that refuses it', () => {
    const strayed = failing(new EgressError('redirect_outside_target'));
    expect(strayed(new Error('403'))?.code).toBe('redirect_outside_target');
  });

  it('leaves everything else to the classifier', () => {
    expect(failing(new EgressError('dns_not_found'))(new Error('502'))).toBe(refusal);
    expect(throughProxy({ failures: [] }, () => refusal)(new Error('403'))).toBe(refusal);
  });
});
