import { createHash } from 'node:crypto';

import type { TextFormat } from './text-format.js';

const FINGERPRINT = 'SHA256:[A-Za-z0-9+/]{43}=?';
const PUBLIC_KEY =
  '[a-z0-9@.-]{1,64} [A-Za-z0-9+/]{40,8192}={0,2}(?: [^\\u0000-\\u001f\\ud800-\\udfff]{0,255})?';

/** An SSH server's key: its OpenSSH SHA-256 fingerprint, or the public key line of `ssh-keyscan`. */
export const HOST_KEY: TextFormat = {
  pattern: `^(?:${FINGERPRINT}|${PUBLIC_KEY})$`,
  max: 8600,
  means: 'a fingerprint such as SHA256:… or a public key line such as ssh-ed25519 AAAA…',
  canonical: hostKeyFingerprint,
};

/**
 * The fingerprint that `ssh-keygen -lf` prints: unpadded base64 of the SHA-256 of the key blob.
 *
 * @param hostKey - a fingerprint, which comes back without padding, or a public key line
 */
export function hostKeyFingerprint(hostKey: string): string {
  if (hostKey.startsWith('SHA256:')) return hostKey.replace(/=$/, '');
  const blob = Buffer.from(hostKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
