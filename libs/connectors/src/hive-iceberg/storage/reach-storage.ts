import { type ProbeContext, type ProbeTarget, vendorContext } from '#connector-sdk/opening';

import type { LocationType } from '../location-types.js';

/** One look into the bucket, with the credential of the connection. */
export type ReachStorage = (target: ProbeTarget, context: ProbeContext) => Promise<void>;

const BY_LOCATION: Readonly<Record<LocationType, () => Promise<{ readonly reach: ReachStorage }>>> = {
  S3: () => import('./amazon.js'),
  GCS: () => import('./google.js'),
  AZURE: () => import('./azure.js'),
};

/** Logs in where the tables' files are, and looks into the bucket. @throws ProbeError */
export async function reachStorage(target: ProbeTarget, context: ProbeContext): Promise<void> {
  const location = target.payload['location_type'] as LocationType;
  const { reach } = await BY_LOCATION[location]();
  await reach(target, vendorContext(context));
}
