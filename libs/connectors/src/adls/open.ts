import type { FileSystemListPathsResponse, Path } from '@azure/storage-file-datalake';

import {
  azureAccount,
  azureError,
  azurePipelineOptions,
  type Open,
  ProbeError,
  textOf,
  throughAgents,
} from '#connector-sdk';

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
  pipeline.factories.push(throughAgents(context, host));
  const fileSystem = new DataLakeFileSystemClient(url, pipeline);
  const path = (textOf(payload, 'remote_path') ?? '').replace(/^\/+|\/+$/g, '');

  const list = async (limit: number): Promise<readonly Path[]> => {
    const pages = fileSystem
      .listPaths({ path, recursive: false, abortSignal: context.signal })
      .byPage({ maxPageSize: limit });
    const page = await pages.next();
    const found = page.done ? undefined : (page.value as Partial<FileSystemListPathsResponse>);
    // Anything may answer with 200; what speaks this protocol says what lies there, if only nothing.
    if (!Array.isArray(found?.pathItems)) throw new ProbeError('protocol_error');
    return found.pathItems;
  };
  await context.step('authenticate', () => list(1), azureError);
  return {
    server: { product: 'Azure Data Lake Storage', version: null },
    classify: azureError,
    ping: async () => {
      await list(1);
    },
    tables: async function* ({ limit }) {
      for (const { name: item = '', isDirectory } of await list(limit)) {
        yield { catalog: null, schema: null, name: item, kind: isDirectory ? 'folder' : 'file' };
      }
    },
    // The network beneath closes its sockets itself.
    close: async () => undefined,
  };
};
