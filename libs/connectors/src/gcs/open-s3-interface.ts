import {
  awsError,
  type AwsPlace,
  objectCatalog,
  objectLook,
  type Open,
  openS3Bucket,
  textOf,
} from '#connector-sdk/opening';

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
  const { payload, credential } = target;
  const keys = {
    access_key: textOf(credential?.payload, 'key_id') ?? '',
    secret_key: textOf(credential?.payload, 'secret') ?? '',
  };
  const signing = { ...target, credential: { type: 'AWS', payload: keys } };
  const bucket = await openS3Bucket(signing, context, PLACE, { pathStyle: true });
  const prefix = declaredPrefix(payload);
  const store = { list: bucket.listFolder, contents: bucket.contents, prefix };
  const list = (limit: number) => bucket.list({ Prefix: prefix, Delimiter: FOLDERS_END, MaxKeys: limit });
  try {
    await context.step('authenticate', () => list(1), awsError);
  } catch (error) {
    bucket.close();
    throw error;
  }
  return {
    server: { product: 'Google Cloud Storage', version: null },
    classify: awsError,
    catalog: (...what) => objectCatalog(store, ...what),
    look: (...what) => objectLook(store, ...what),
    ping: async () => {
      await list(1);
    },
    tables: async function* ({ limit }) {
      const { CommonPrefixes = [], Contents = [] } = await list(limit);
      for (const { Prefix = '' } of CommonPrefixes) yield { ...NO_PLACE, name: Prefix, kind: 'folder' };
      for (const { Key = '' } of Contents) yield { ...NO_PLACE, name: Key, kind: 'file' };
    },
    close: async () => bucket.close(),
  };
};
