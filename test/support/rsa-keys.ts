import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';

const pairs = new Map<number, KeyPairKeyObjectResult>();

/** An RSA key of 2,048 bits, made once for all files of a worker; those of different numbers differ. */
export function rsaKeyPair(number = 0): KeyPairKeyObjectResult {
  const pair = pairs.get(number) ?? generateKeyPairSync('rsa', { modulusLength: 2048 });
  pairs.set(number, pair);
  return pair;
}
