import {
  objectCatalog,
  objectLook,
  type ObjectStore,
  type Open,
  openGoogleBucket,
} from '#connector-sdk/opening';

import { declaredPrefix, FOLDERS_END } from './prefix.js';

/** Most that one answer holds (Objects: list, `maxResults`). */
const MAX_RESULTS = 1_000;
const NO_PLACE = { catalog: null, schema: null };

/** A bucket by Google's own library, with the key of a service account. */
export const open: Open = async (target, context) => {
  const { list, contents, classify } = await openGoogleBucket(target, context);
  const prefix = declaredPrefix(target.payload);
  const found = (limit: number) => list({ limit, prefix, delimiter: FOLDERS_END });
  const store: ObjectStore = {
    list: (folder, pageToken) =>
      list({ limit: MAX_RESULTS, prefix: folder, delimiter: FOLDERS_END, pageToken }),
    contents,
    prefix,
  };
  return {
    server: { product: 'Google Cloud Storage', version: null },
    classify,
    catalog: (...what) => objectCatalog(store, ...what),
    look: (...what) => objectLook(store, ...what),
    ping: async () => {
      await found(1);
    },
    tables: async function* ({ limit }) {
      const { folders, files } = await found(limit);
      for (const name of folders) yield { ...NO_PLACE, name, kind: 'folder' };
      for (const { name } of files) yield { ...NO_PLACE, name, kind: 'file' };
    },
    close: async () => undefined,
  };
};
