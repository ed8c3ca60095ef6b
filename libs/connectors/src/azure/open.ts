import type { ContainerListBlobHierarchySegmentResponse } from '@azure/storage-blob';

import {
  azureAccount,
  azureError,
  azurePipelineOptions,
  type Open,
  ProbeError,
  textOf,
  throughAgents,
} from '#connector-sdk';

const FOLDERS_END = '/';

/** A container by Azure's client for blobs. */
export const open: Open = async (target, context) => {
  const { ContainerClient, newPipeline, StorageSharedKeyCredential } = await import('@azure/storage-blob');
  const { payload } = target;
  const { name, host, url, accountKey } = azureAccount(target, 'blob', textOf(payload, 'bucket') ?? '');
  const pipeline = newPipeline(
    accountKey === undefined ? undefined : new StorageSharedKeyCredential(name, accountKey),
    azurePipelineOptions(context),
  );
  pipeline.factories.push(throughAgents(context, host));
  const container = new ContainerClient(url, pipeline);
  const prefix = (textOf(payload, 'prefix') ?? '').replace(/^\/+/, '');

  const list = async (limit: number): Promise<ContainerListBlobHierarchySegmentResponse['segment']> => {
    const pages = container
      .listBlobsByHierarchy(FOLDERS_END, { prefix, abortSignal: context.signal })
      .byPage({ maxPageSize: limit });
    const page = await pages.next();
    const found = page.done ? undefined : (page.value as Partial<ContainerListBlobHierarchySegmentResponse>);
    // Anything may answer with 200; what speaks this protocol says of which container it speaks.
    if (!found?.segment || found.containerName === undefined) throw new ProbeError('protocol_error');
    return found.segment;
  };
  await context.step('authenticate', () => list(1), azureError);
  return {
    server: { product: 'Azure Blob Storage', version: null },
    classify: azureError,
    ping: async () => {
      await list(1);
    },
    tables: async function* ({ limit }) {
      const { blobPrefixes = [], blobItems } = await list(limit);
      const place = { catalog: null, schema: null };
      for (const folder of blobPrefixes) yield { ...place, name: folder.name, kind: 'folder' };
      for (const blob of blobItems) yield { ...place, name: blob.name, kind: 'file' };
    },
    // The network beneath closes its sockets itself.
    close: async () => undefined,
  };
};
