import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';

import { awsClientOptions, awsError, type AwsPlace, type Open, ProbeError, textOf } from '#connector-sdk';

import { declaredPrefix, FOLDERS_END } from './prefix.js';

const HOST = 'storage.googleapis.com';
const NO_PLACE = { catalog: null, schema: null };

/** Signatures name a region, and Google takes this one for all (https://cloud.google.com/storage/docs/aws-simple-migration). */
const PLACE: AwsPlace = {
  endpoint: `https://${HOST}`,
  region: 'auto',
  secure: true,
  allowed: [{ host: HOST, port: 443 }],
};

/** A bucket by the interface that speaks S3, with an HMAC key. */
export const open: Open = async (target, context) => {
  const { S3Client, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const { payload, credential } = target;
  const keys = {
    access_key: textOf(credential?.payload, 'key_id') ?? '',
    secret_key: textOf(credential?.payload, 'secret') ?? '',
  };
  const client = new S3Client({
    ...awsClientOptions({ ...target, credential: { type: 'AWS', payload: keys } }, context, PLACE),
    forcePathStyle: true,
    followRegionRedirects: false,
    useArnRegion: false,
    disableMultiregionAccessPoints: true,
    disableS3ExpressSessionAuth: true,
    sigv4aSigningRegionSet: [],
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const list = async (limit: number): Promise<ListObjectsV2CommandOutput> => {
    const found = await client.send(
      new ListObjectsV2Command({
        Bucket: textOf(payload, 'bucket') ?? '',
        Prefix: declaredPrefix(payload),
        Delimiter: FOLDERS_END,
        MaxKeys: limit,
      }),
      { abortSignal: context.signal },
    );
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
    server: { product: 'Google Cloud Storage', version: null },
    classify: awsError,
    ping: async () => {
      await list(1);
    },
    tables: async function* ({ limit }) {
      const { CommonPrefixes = [], Contents = [] } = await list(limit);
      for (const { Prefix = '' } of CommonPrefixes) yield { ...NO_PLACE, name: Prefix, kind: 'folder' };
      for (const { Key = '' } of Contents) yield { ...NO_PLACE, name: Key, kind: 'file' };
    },
    close: async () => client.destroy(),
  };
};
