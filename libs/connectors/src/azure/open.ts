import type { ContainerListBlobHierarchySegmentResponse } from '@azure/storage-blob';

import {
  azureAccount,
  azureError,
  azurePipelineOptions,
  azureRead,
  type ListObjects,
  objectCatalog,
  type ObjectContents,
  objectLook,
  type Open,
  ProbeError,
  textOf,
  throughAgents,
} from '#connector-sdk/opening';

const FOLDERS_END = '/';
/** Most that one answer holds (List Blobs: `maxresults`). */
const MAX_RESULTS = 5_000;

type Segment = ContainerListBlobHierarchySegmentResponse['segment'];

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

  /** Page by page: one may be empty without being the last. */
  async function* pages(limit: number): AsyncIterable<Segment> {
    const found: AsyncIterable<Partial<ContainerListBlobHierarchySegmentResponse>> = container
      .listBlobsByHierarchy(FOLDERS_END, { prefix, abortSignal: context.signal })
      .byPage({ maxPageSize: Math.min(limit, MAX_RESULTS) });
    for await (const { segment, containerName } of found) {
      // Anything may answer with 200; what speaks this protocol says of which container it speaks.
      if (!segment || containerName === undefined) throw new ProbeError('protocol_error');
      yield segment;
    }
  }
  const listFolder: ListObjects = async (folder, from) => {
    const options = { prefix: folder, abortSignal: context.signal };
    const answers: AsyncIterable<Partial<ContainerListBlobHierarchySegmentResponse>> = container
      .listBlobsByHierarchy(FOLDERS_END, options)
      .byPage({ maxPageSize: MAX_RESULTS, ...(from === undefined ? {} : { continuationToken: from }) });
    for await (const { segment, containerName, continuationToken } of answers) {
      if (!segment || containerName === undefined) throw new ProbeError('protocol_error');
      return {
        folders: (segment.blobPrefixes ?? []).map((found) => found.name),
        files: segment.blobItems.map(({ name: file, properties }) => ({
          name: file,
          size: properties.contentLength,
        })),
        next: continuationToken === '' ? undefined : continuationToken,
      };
    }
    throw new ProbeError('protocol_error');
  };
  const read: ObjectContents['read'] = (blob, range) =>
    azureRead(range, (from, count) =>
      container
        .getBlobClient(blob)
        .download(from, count, { abortSignal: context.signal, maxRetryRequests: 0 }),
    );
  const store = { list: listFolder, contents: { read, classify: azureError }, prefix };
  const ask = async (): Promise<void> => {
    for await (const _ of pages(1)) return;
  };
  await context.step('authenticate', ask, azureError);
  return {
    server: { product: 'Azure Blob Storage', version: null },
    classify: azureError,
    catalog: (...what) => objectCatalog(store, ...what),
    look: (...what) => objectLook(store, ...what),
    ping: ask,
    tables: async function* ({ limit }) {
      const place = { catalog: null, schema: null };
      let left = limit;
      for await (const { blobPrefixes = [], blobItems } of pages(limit)) {
        for (const folder of blobPrefixes) yield { ...place, name: folder.name, kind: 'folder' };
        for (const blob of blobItems) yield { ...place, name: blob.name, kind: 'file' };
        left -= blobPrefixes.length + blobItems.length;
        if (left <= 0) return;
      }
    },
    // The network beneath closes its sockets itself.
    close: async () => undefined,
  };
};
