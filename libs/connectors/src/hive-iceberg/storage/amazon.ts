import { awsError, awsPlace, openS3Bucket, textOf } from '#connector-sdk/opening';

import type { ReachStorage } from './reach-storage.js';

/** Amazon's own: a metastore's payload names no other endpoint. */
export const reach: ReachStorage = async (target, context) => {
  const place = awsPlace('s3', { region: textOf(target.payload, 'region') ?? 'us-east-1' });
  const bucket = await openS3Bucket(target, context, place);
  try {
    await context.step('authenticate', () => bucket.list({ MaxKeys: 1 }), awsError);
  } finally {
    bucket.close();
  }
};
