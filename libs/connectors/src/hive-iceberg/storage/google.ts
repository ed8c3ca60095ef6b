import {
  type ErrorClassifier,
  googleError,
  googleFailure,
  googleLogin,
  googlePlaces,
  ProbeError,
  serviceAccountKey,
  textOf,
  throughProxy,
} from '#connector-sdk';

import type { ReachStorage } from './reach-storage.js';

const HOST = 'storage.googleapis.com';
const READ_ONLY = 'https://www.googleapis.com/auth/devstorage.read_only';

const bucketError: ErrorClassifier = (error) =>
  googleFailure(error)?.status === 404
    ? new ProbeError('bucket_not_found', { cause: error })
    : googleError(error);

export const reach: ReachStorage = async (target, context) => {
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
  await context.step(
    'database',
    async () => {
      const [, , answer] = await bucket.getFiles({ maxResults: 1, autoPaginate: false });
      if ((answer as { kind?: unknown }).kind !== 'storage#objects') throw new ProbeError('protocol_error');
    },
    classify,
  );
};
