import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';

import type { ProbeContext, ProbeTarget } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { textOf } from '../../uri/write-uri.js';
import { firstBytes, type ListObjects, type ObjectContents } from '../object-tables/index.js';
import { awsClientOptions } from './aws-client.js';
import { awsError } from './aws-errors.js';
import type { AwsPlace } from './aws-place.js';

/** A bucket that is spoken to by the protocol of S3. */
export interface S3Bucket {
  /** @throws the SDK's error, or ProbeError `protocol_error` */
  list(which: Omit<ListObjectsV2CommandInput, 'Bucket'>): Promise<ListObjectsV2CommandOutput>;
  /** The same by folders, for a catalog. */
  readonly listFolder: ListObjects;
  /** Needs `s3:GetObject`. */
  readonly contents: ObjectContents;
  close(): void;
}

/**
 * `payload.bucket` by Amazon's SDK; nothing is asked yet. It goes to the one place, wherever an answer points.
 *
 * @throws ProbeError as {@link awsClientOptions}
 */
export async function openS3Bucket(
  target: ProbeTarget,
  context: ProbeContext,
  place: AwsPlace,
  { pathStyle = false }: { readonly pathStyle?: boolean } = {},
): Promise<S3Bucket> {
  const { S3Client, GetObjectCommand, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const Bucket = textOf(target.payload, 'bucket') ?? '';
  const client = new S3Client({
    ...awsClientOptions(target, context, place),
    forcePathStyle: pathStyle,
    followRegionRedirects: false,
    useArnRegion: false,
    disableMultiregionAccessPoints: true,
    disableS3ExpressSessionAuth: true,
    sigv4aSigningRegionSet: [],
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const list: S3Bucket['list'] = async (which) => {
    const command = new ListObjectsV2Command({ ...which, Bucket });
    const found = await client.send(command, { abortSignal: context.signal });
    // Anything may answer with 200; what speaks this protocol says of which bucket it speaks.
    if (found.Name === undefined) throw new ProbeError('protocol_error');
    return found;
  };
  const read: ObjectContents['read'] = async (Key, { from, to }) => {
    const command = new GetObjectCommand({ Bucket, Key, Range: `bytes=${from}-${to - 1}` });
    const { Body, ContentRange } = await client.send(command, { abortSignal: context.signal });
    // A server may ignore a range (RFC 9110 section 14.2): it then begins at the beginning.
    if (from > 0 && ContentRange?.startsWith(`bytes ${from}-`) !== true)
      throw new ProbeError('protocol_error');
    return firstBytes(Body as AsyncIterable<Uint8Array>, to - from);
  };
  return {
    list,
    contents: { read, classify: awsError },
    listFolder: async (Prefix, from) => {
      const found = await list({ Prefix, Delimiter: '/', ContinuationToken: from });
      return {
        folders: (found.CommonPrefixes ?? []).map(({ Prefix: name = '' }) => name),
        files: (found.Contents ?? []).map(({ Key = '', Size }) => ({ name: Key, size: Size })),
        next: found.NextContinuationToken,
      };
    },
    close: () => client.destroy(),
  };
}
