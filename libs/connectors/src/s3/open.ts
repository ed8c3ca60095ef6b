import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';

import { awsClientOptions, awsError, awsPlace, type Open, ProbeError, textOf } from '#connector-sdk';

const FOLDERS_END = '/';
/** Most that one answer holds (ListObjectsV2: `MaxKeys`). */
const MAX_KEYS = 1_000;

/** A bucket by Amazon's SDK. */
export const open: Open = async (target, context) => {
  const { S3Client, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const { payload } = target;
  const place = awsPlace('s3', payload);
  const client = new S3Client({
    ...awsClientOptions(target, context, place),
    forcePathStyle: payload['path_style'] === true,
    followRegionRedirects: false,
    useArnRegion: false,
    disableMultiregionAccessPoints: true,
    disableS3ExpressSessionAuth: true,
    sigv4aSigningRegionSet: [],
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const list = async (limit: number, from?: string): Promise<ListObjectsV2CommandOutput> => {
    const found = await client.send(
      new ListObjectsV2Command({
        Bucket: textOf(payload, 'bucket') ?? '',
        Prefix: prefixOf(textOf(payload, 'prefix')),
        Delimiter: FOLDERS_END,
        MaxKeys: Math.min(limit, MAX_KEYS),
        ContinuationToken: from,
      }),
      { abortSignal: context.signal },
    );
    // Anything may answer with 200; what speaks this protocol says of which bucket it speaks.
    if (found.Name === undefined) throw new ProbeError('protocol_error');
    return found;
  };
  try {
    await context.step('authenticate', () => list(1), awsError);
  } catch (error) {
    client.destroy();
    throw error;
  }
  return {
    server: { product: textOf(payload, 'endpoint') === undefined ? 'Amazon S3' : 'S3', version: null },
    classify: awsError,
    ping: async () => {
      await list(1);
    },
    tables: async function* ({ limit }) {
      const place = { catalog: null, schema: null };
      let left = limit;
      let next: string | undefined;
      do {
        const { CommonPrefixes = [], Contents = [], NextContinuationToken } = await list(left, next);
        for (const { Prefix = '' } of CommonPrefixes) yield { ...place, name: Prefix, kind: 'folder' };
        for (const { Key = '' } of Contents) yield { ...place, name: Key, kind: 'file' };
        left -= CommonPrefixes.length + Contents.length;
        next = NextContinuationToken;
      } while (next !== undefined && left > 0);
    },
    close: async () => client.destroy(),
  };
};

/** Keys begin without a slash; `/` alone means the whole bucket. */
function prefixOf(prefix = ''): string {
  return prefix.replace(/^\/+/, '');
}
