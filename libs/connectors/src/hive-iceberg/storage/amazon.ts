import { awsClientOptions, awsError, awsPlace, ProbeError, textOf } from '#connector-sdk';

import type { ReachStorage } from './reach-storage.js';

/** Amazon's own: a metastore's payload names no other endpoint. */
export const reach: ReachStorage = async (target, context) => {
  const { S3Client, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const place = awsPlace('s3', { region: textOf(target.payload, 'region') ?? 'us-east-1' });
  const client = new S3Client({
    ...awsClientOptions(target, context, place),
    followRegionRedirects: false,
    useArnRegion: false,
    disableMultiregionAccessPoints: true,
    disableS3ExpressSessionAuth: true,
    sigv4aSigningRegionSet: [],
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const look = new ListObjectsV2Command({ Bucket: textOf(target.payload, 'bucket') ?? '', MaxKeys: 1 });
  try {
    await context.step(
      'authenticate',
      async () => {
        const found = await client.send(look, { abortSignal: context.signal });
        // Anything may answer with 200; what speaks this protocol says of which bucket it speaks.
        if (found.Name === undefined) throw new ProbeError('protocol_error');
      },
      awsError,
    );
  } finally {
    client.destroy();
  }
};
