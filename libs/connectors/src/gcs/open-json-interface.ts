import type { Bucket } from '@google-cloud/storage';

import {
  googleLogin,
  googlePlaces,
  type JsonObject,
  type Open,
  ProbeError,
  serviceAccountKey,
  type TableSummary,
  textOf,
  throughProxy,
} from '#connector-sdk';

import { storageError } from './errors.js';
import { declaredPrefix, FOLDERS_END } from './prefix.js';

const HOST = 'storage.googleapis.com';
const READ_ONLY = 'https://www.googleapis.com/auth/devstorage.read_only';
const NO_PLACE = { catalog: null, schema: null };

/** A bucket by Google's own library, with the key of a service account. */
export const open: Open = async (target, context) => {
  const { payload } = target;
  const credentials = serviceAccountKey(target);
  const { Storage } = await import('@google-cloud/storage');
  const proxy = await context.network.proxy(googlePlaces(HOST));
  const classify = throughProxy(proxy, storageError);
  const storage = new Storage({
    projectId: textOf(target.credential?.payload, 'project_id') ?? '',
    credentials,
    scopes: [READ_ONLY],
    apiEndpoint: `https://${HOST}`,
    useAuthWithCustomEndpoint: true,
    retryOptions: { autoRetry: false, maxRetries: 0 },
    userAgent: 'patchbay-check',
  });
  storage.interceptors.push({
    request: (request) => {
      request.proxy = proxy.url;
      return request as typeof request & { uri: string };
    },
  });
  await googleLogin(storage.authClient, proxy.url, context, classify);
  const bucket = storage.bucket(textOf(payload, 'bucket') ?? '');
  return {
    server: { product: 'Google Cloud Storage', version: null },
    classify,
    ping: async () => {
      await look(bucket, payload, 1);
    },
    tables: ({ limit }) => found(bucket, payload, limit),
    close: async () => undefined,
  };
};

interface Listing {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Needs `storage.objects.list` alone: many that may read may not ask what the bucket is like. */
async function look(bucket: Bucket, payload: JsonObject, limit: number): Promise<Listing> {
  const [files, , answer] = await bucket.getFiles({
    prefix: declaredPrefix(payload),
    delimiter: FOLDERS_END,
    maxResults: limit,
    autoPaginate: false,
  });
  const { kind, prefixes = [] } = answer as { kind?: unknown; prefixes?: string[] };
  // Anything may answer with 200.
  if (kind !== 'storage#objects') throw new ProbeError('protocol_error');
  return { folders: prefixes, files: files.map(({ name }) => name) };
}

async function* found(bucket: Bucket, payload: JsonObject, limit: number): AsyncGenerator<TableSummary> {
  const { folders, files } = await look(bucket, payload, limit);
  for (const name of folders) yield { ...NO_PLACE, name, kind: 'folder' };
  for (const name of files) yield { ...NO_PLACE, name, kind: 'file' };
}
