import type { IncomingMessage } from 'node:http';
import { addAbortSignal } from 'node:stream';

import type { Bucket, File } from '@google-cloud/storage';

import type { ProbeContext, ProbeTarget } from '../../probe/probe.js';
import { type ErrorClassifier, ProbeError } from '../../probe/probe-error.js';
import { textOf } from '../../uri/write-uri.js';
import { throughProxy } from '../http-driver/index.js';
import {
  type ByteRange,
  firstBytes,
  type ObjectContents,
  type ObjectFile,
  type ObjectListing,
} from '../object-tables/index.js';
import { googleError, googleFailure } from './google-errors.js';
import { googleLogin } from './google-login.js';
import { googlePlaces } from './google-places.js';
import { serviceAccountKey } from './service-account-key.js';

const HOST = 'storage.googleapis.com';
const READ_ONLY = 'https://www.googleapis.com/auth/devstorage.read_only';

/** A bucket of Google's, logged in to. */
export interface GoogleBucket {
  readonly classify: ErrorClassifier;
  /**
   * Needs `storage.objects.list` alone: many that may read may not ask what the bucket is like.
   *
   * @param options - `limit`: most entries; `delimiter`: what names end their folders with;
   *   `pageToken`: what an answer had as `next`
   * @throws the library's error, or ProbeError `protocol_error`
   */
  list(options: {
    readonly limit: number;
    readonly prefix?: string;
    readonly delimiter?: string;
    readonly pageToken?: string | undefined;
  }): Promise<ObjectListing>;
  /** Needs `storage.objects.get`. */
  readonly contents: ObjectContents;
}

/**
 * Logs in with the key of a service account, by Google's own library, and opens `payload.bucket`.
 *
 * @throws ProbeError
 */
export async function openGoogleBucket(target: ProbeTarget, context: ProbeContext): Promise<GoogleBucket> {
  const credentials = serviceAccountKey(target);
  const { Storage } = await import('@google-cloud/storage');
  const proxy = await context.network.proxy(googlePlaces(HOST));
  const classify = throughProxy(proxy, bucketError);
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
  const bucket = storage.bucket(textOf(target.payload, 'bucket') ?? '');
  return {
    classify,
    list: ({ limit, ...where }) => listed(bucket, limit, where),
    contents: { read: (name, range) => readPart(bucket, name, range, context.signal), classify },
  };
}

async function listed(bucket: Bucket, maxResults: number, where: object): Promise<ObjectListing> {
  const [files, , answer] = await bucket.getFiles({ ...where, maxResults, autoPaginate: false });
  const { kind, prefixes = [], nextPageToken } = answer as Answer;
  // Anything may answer with 200.
  if (kind !== 'storage#objects') throw new ProbeError('protocol_error');
  return { folders: prefixes, files: files.map(fileOf), next: nextPageToken };
}

/** The interface writes sizes as texts. */
function fileOf({ name, metadata: { size } }: File): ObjectFile {
  return { name, size: size === undefined ? undefined : Number(size) };
}

/** As it is stored: what came as gzip is not unpacked. */
async function readPart(
  bucket: Bucket,
  name: string,
  { from, to }: ByteRange,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const options = { start: from, end: to - 1, validation: false, decompress: false };
  const body = addAbortSignal(signal, bucket.file(name).createReadStream(options));
  body.once('response', ({ headers }: IncomingMessage) => {
    // A server may ignore a range (RFC 9110 section 14.2): it then begins at the beginning.
    const found = headers['content-range'];
    if (from > 0 && found?.startsWith(`bytes ${from}-`) !== true)
      body.destroy(new ProbeError('protocol_error'));
  });
  return firstBytes(body, to - from);
}

interface Answer {
  readonly kind?: unknown;
  readonly prefixes?: string[];
  readonly nextPageToken?: string;
}

const bucketError: ErrorClassifier = (error) =>
  googleFailure(error)?.status === 404
    ? new ProbeError('bucket_not_found', { cause: error })
    : googleError(error);
