import { createHash } from 'node:crypto';

const MARK_BYTES = 9;

/**
 * Says in a token which API key it was given for, so that it ends with that key. It is made of the stored hash
 * of 256 random bits: nothing can be guessed from it.
 */
export function keyMark(keyHash: Buffer): string {
  const digest = createHash('sha256').update('patchbay token ').update(keyHash).digest();
  return digest.subarray(0, MARK_BYTES).toString('base64url');
}
