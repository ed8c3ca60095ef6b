import type { Bucket } from '@google-cloud/storage';

import type { ProbeContext, ProbeTarget } from '../../probe/probe.js';
import { type ErrorClassifier, ProbeError } from '../../probe/probe-error.js';
import { textOf } from '../../uri/write-uri.js';
import { throughProxy } from '../http-driver/index.js';
import { googleError, googleFailure } from './google-errors.js';
import { googleLogin } from './google-login.js';
import { googlePlaces } from './google-places.js';
import { serviceAccountKey } from './service-account-key.js';

const HOST = 'storage.googleapis.com';
const READ_ONLY = 'https://www.googleapis.com/auth/devstorage.read_only';

/** What is in a bucket, as far as one answer says. */
export interface BucketListing {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** What the next answer begins at; undefined for the last one. */
  readonly next: string | undefined;
}

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
  }): Promise<BucketListing>;
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
  return { classify, list: ({ limit, ...where }) => listed(bucket, limit, where) };
}

async function listed(bucket: Bucket, maxResults: number, where: object): Promise<BucketListing> {
  const [files, , answer] = await bucket.getFiles({ ...where, maxResults, autoPaginate: false });
  const { kind, prefixes = [], nextPageToken } = answer as Answer;
  // Anything may answer with 200.
  if (kind !== 'storage#objects') throw new ProbeError('protocol_error');
  return { folders: prefixes, files: files.map(({ name }) => name), next: nextPageToken };
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
