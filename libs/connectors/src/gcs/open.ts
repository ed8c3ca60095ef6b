import type { Open } from '#connector-sdk/opening';

/** A bucket: by Google's library with a service account's key, by the S3 interface with an HMAC key. */
export const open: Open = async (target, context) => {
  const interfaceOfKey =
    target.credential?.type === 'HMAC'
      ? await import('./open-s3-interface.js')
      : await import('./open-json-interface.js');
  return interfaceOfKey.open(target, context);
};
