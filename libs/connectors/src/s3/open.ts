import {
  awsError,
  awsPlace,
  objectCatalog,
  objectLook,
  type Open,
  openS3Bucket,
  textOf,
} from '#connector-sdk/opening';

const FOLDERS_END = '/';
/** Most that one answer holds (ListObjectsV2: `MaxKeys`). */
const MAX_KEYS = 1_000;

/** A bucket by Amazon's SDK. */
export const open: Open = async (target, context) => {
  const { payload } = target;
  const bucket = await openS3Bucket(target, context, awsPlace('s3', payload), {
    pathStyle: payload['path_style'] === true,
  });
  const prefix = prefixOf(textOf(payload, 'prefix'));
  const store = { list: bucket.listFolder, contents: bucket.contents, prefix };
  const list = (limit: number, from?: string) =>
    bucket.list({
      Prefix: prefix,
      Delimiter: FOLDERS_END,
      MaxKeys: Math.min(limit, MAX_KEYS),
      ContinuationToken: from,
    });
  try {
    await context.step('authenticate', () => list(1), awsError);
  } catch (error) {
    bucket.close();
    throw error;
  }
  return {
    server: { product: textOf(payload, 'endpoint') === undefined ? 'Amazon S3' : 'S3', version: null },
    classify: awsError,
    catalog: (...what) => objectCatalog(store, ...what),
    look: (...what) => objectLook(store, ...what),
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
    close: async () => bucket.close(),
  };
};

/** Keys begin without a slash; `/` alone means the whole bucket. */
function prefixOf(prefix = ''): string {
  return prefix.replace(/^\/+/, '');
}
