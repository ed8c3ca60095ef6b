import { generateKeyPairSync } from 'node:crypto';

import { credentialType, type JsonObject, type JsonValue } from '#connector-sdk';

import type { Canaries } from '../support/canary/canaries.js';

interface Credential {
  readonly type: string;
  readonly payload: JsonObject;
}

const KEY_BITS = 2048;
/** Of a key's text, as much as no two keys share. */
const WATCHED = { from: 200, to: 232 };

/** The credential with a canary in each secret, so that a driver still finds each of them usable. */
export function canaryCredential({ type, payload }: Credential, canaries: Canaries): Credential {
  const secrets = credentialType(type)?.secretFields ?? 'all';
  const planted = Object.entries(payload).map(([name, value]): [string, JsonValue] => {
    const secret = secrets === 'all' ? name !== 'username' : secrets.includes(name);
    return [name, secret && typeof value === 'string' ? canaryLike(value, canaries) : value];
  });
  return { type, payload: Object.fromEntries(planted) };
}

function canaryLike(value: string, canaries: Canaries): string {
  if (value.includes('PRIVATE KEY')) return watchedKey(canaries);
  if (value.includes('example')) return value.replace(/example[\w-]*/, canaries.next());
  // Only base64 is left: keys of storage accounts, keytabs.
  return Buffer.from(canaries.next()).toString('base64');
}

/** A real one, for drivers sign with it before they say a word; all have the same. */
const PRIVATE_KEY = generateKeyPairSync('rsa', {
  modulusLength: KEY_BITS,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

function watchedKey(canaries: Canaries): string {
  canaries.watch('a private key', PRIVATE_KEY.slice(WATCHED.from, WATCHED.to).replace(/\n/g, ''));
  return PRIVATE_KEY;
}
