import {
  azureAccount,
  azureError,
  azurePipelineOptions,
  ProbeError,
  textOf,
  throughAgents,
} from '#connector-sdk/opening';

import type { ReachStorage } from './reach-storage.js';

/** The public cloud: a metastore's payload names no other one. */
const SUFFIX = 'core.windows.net';

export const reach: ReachStorage = async (target, context) => {
  const { payload } = target;
  if (textOf(payload, 'storage_account') === undefined) {
    throw new ProbeError('target_incomplete', {
      step: 'authenticate',
      facts: { missing: ['payload.storage_account'] },
    });
  }
  const { ContainerClient, newPipeline } = await import('@azure/storage-blob');
  const account = { ...target, payload: { ...payload, endpoint_suffix: SUFFIX } };
  const { host, url } = azureAccount(account, 'blob', textOf(payload, 'bucket') ?? '');
  const pipeline = newPipeline(undefined, azurePipelineOptions(context));
  pipeline.factories.push(throughAgents(context, host));
  const pages = new ContainerClient(url, pipeline)
    .listBlobsFlat({ abortSignal: context.signal })
    .byPage({ maxPageSize: 1 });
  await context.step(
    'authenticate',
    async () => {
      const page = await pages.next();
      const found = page.done ? undefined : (page.value as { containerName?: string });
      if (found?.containerName === undefined) throw new ProbeError('protocol_error');
    },
    azureError,
  );
};
