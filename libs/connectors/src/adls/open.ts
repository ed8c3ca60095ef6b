import type { FileSystemListPathsResponse, Path } from '@azure/storage-file-datalake';

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
  readingAtDfs,
  textOf,
  throughAgents,
} from '#connector-sdk/opening';

/** Most that one answer holds (Path - List: `maxResults`). */
const MAX_RESULTS = 5_000;

/** A file system by Azure's client for Data Lake Storage. */
export const open: Open = async (target, context) => {
  const { DataLakeFileSystemClient, newPipeline, StorageSharedKeyCredential } =
    await import('@azure/storage-file-datalake');
  const { payload } = target;
  const { name, host, url, accountKey } = azureAccount(target, 'dfs', textOf(payload, 'container') ?? '');
  const pipeline = newPipeline(
    accountKey === undefined ? undefined : new StorageSharedKeyCredential(name, accountKey),
    azurePipelineOptions(context),
  );
  pipeline.factories.push(throughAgents(context, host), readingAtDfs(host));
  const fileSystem = new DataLakeFileSystemClient(url, pipeline);
  const path = (textOf(payload, 'remote_path') ?? '').replace(/^\/+|\/+$/g, '');

  /** Page by page: one may be empty without being the last. */
  async function* pages(limit: number): AsyncIterable<readonly Path[]> {
    const found: AsyncIterable<Partial<FileSystemListPathsResponse>> = fileSystem
      .listPaths({ path, recursive: false, abortSignal: context.signal })
      .byPage({ maxPageSize: Math.min(limit, MAX_RESULTS) });
    for await (const { requestId, pathItems } of found) {
      // Anything may answer with 200; the service counts its requests, and the client makes a list of what it gets.
      if (requestId === undefined || !Array.isArray(pathItems)) throw new ProbeError('protocol_error');
      yield pathItems;
    }
  }
  const listFolder: ListObjects = async (folder, from) => {
    // Paths are listed by directory, and not by what they begin with.
    const directory = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
    const options = { path: directory, recursive: false, abortSignal: context.signal };
    const answers: AsyncIterable<Partial<FileSystemListPathsResponse>> = fileSystem
      .listPaths(options)
      .byPage({ maxPageSize: MAX_RESULTS, ...(from === undefined ? {} : { continuationToken: from }) });
    for await (const { requestId, pathItems, continuation } of answers) {
      if (requestId === undefined || !Array.isArray(pathItems)) throw new ProbeError('protocol_error');
      const named = pathItems
        .map(({ name: item = '', ...rest }) => ({ ...rest, item }))
        .filter(({ item }) => item.startsWith(folder));
      return {
        folders: named.filter(({ isDirectory }) => isDirectory).map(({ item }) => `${item}/`),
        files: named
          .filter(({ isDirectory }) => !isDirectory)
          .map(({ item, contentLength }) => ({ name: item, size: contentLength })),
        next: continuation === '' ? undefined : continuation,
      };
    }
    throw new ProbeError('protocol_error');
  };
  const read: ObjectContents['read'] = (file, range) =>
    azureRead(range, (from, count) =>
      fileSystem.getFileClient(file).read(from, count, { abortSignal: context.signal, maxRetryRequests: 0 }),
    );
  const store = {
    list: listFolder,
    contents: { read, classify: azureError },
    prefix: path === '' ? '' : `${path}/`,
  };
  const ask = async (): Promise<void> => {
    for await (const _ of pages(1)) return;
  };
  await context.step('authenticate', ask, azureError);
  return {
    server: { product: 'Azure Data Lake Storage', version: null },
    classify: azureError,
    catalog: (...what) => objectCatalog(store, ...what),
    look: (...what) => objectLook(store, ...what),
    ping: ask,
    tables: async function* ({ limit }) {
      let left = limit;
      for await (const items of pages(limit)) {
        for (const { name: item = '', isDirectory } of items) {
          yield { catalog: null, schema: null, name: item, kind: isDirectory ? 'folder' : 'file' };
        }
        left -= items.length;
        if (left <= 0) return;
      }
    },
    // The network beneath closes its sockets itself.
    close: async () => undefined,
  };
};
