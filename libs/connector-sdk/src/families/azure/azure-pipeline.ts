import type { RequestPolicyFactory } from '@azure/storage-blob';

import type { ProbeContext } from '../../probe/probe.js';

/** The header of a range, which blobs have beside the one of RFC 9110. */
const BLOB_RANGE = 'x-ms-range';

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

/**
 * Has the client for Data Lake Storage read files at the account's own `dfs` endpoint
 * (https://learn.microsoft.com/rest/api/storageservices/datalakestoragegen2/path/read): it would go to another host for
 * that, the one for blobs, whose range has a header of its own. Requests are signed after this.
 *
 * @param host - of the `dfs` endpoint
 */
export function readingAtDfs(host: string): RequestPolicyFactory {
  const ofBlobs = host.replace('.dfs.', '.blob.');
  return {
    create: (next) => ({
      sendRequest: (request) => {
        const url = new URL(request.url);
        if (url.hostname === ofBlobs && request.method === 'GET') {
          url.hostname = host;
          request.url = url.href;
          const range = request.headers.get(BLOB_RANGE);
          request.headers.remove(BLOB_RANGE);
          if (range !== undefined) request.headers.set('Range', range);
        }
        return next.sendRequest(request);
      },
    }),
  };
}
