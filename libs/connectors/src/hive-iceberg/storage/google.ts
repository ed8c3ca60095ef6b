import { openGoogleBucket } from '#connector-sdk/opening';

import type { ReachStorage } from './reach-storage.js';

export const reach: ReachStorage = async (target, context) => {
  const { list, classify } = await openGoogleBucket(target, context);
  await context.step('database', () => list({ limit: 1 }), classify);
};
