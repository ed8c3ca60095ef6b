import type { RequestPolicyFactory } from '@azure/storage-blob';

import type { ProbeContext } from '../../probe/probe.js';

/** Options of both storage clients: one try, in the time that a page may take. */
export function azurePipelineOptions(context: ProbeContext) {
  return {
    retryOptions: { maxTries: 1, tryTimeoutInMs: context.statementMs() },
    userAgentOptions: { userAgentPrefix: 'patchbay-check' },
  };
}

/** Sends each request of a storage client by the probe's network, which lets it reach one host alone. */
export function throughAgents(context: ProbeContext, host: string): RequestPolicyFactory {
  const { https } = context.network.agents([{ host, port: 443 }]);
  return {
    create: (next) => ({
      sendRequest: (request) => {
        request.agent = https;
        return next.sendRequest(request);
      },
    }),
  };
}
