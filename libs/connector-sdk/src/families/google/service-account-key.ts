import { createPrivateKey } from 'node:crypto';

import type { ProbeTarget } from '../../probe/probe.js';
import { ProbeError } from '../../probe/probe-error.js';
import { textOf } from '../../uri/write-uri.js';

/** The two members of a key file that a login needs; whatever names a place or a file is left behind. */
export interface ServiceAccountLogin {
  readonly client_email: string;
  /** PEM text. */
  readonly private_key: string;
}

const UNREADABLE =
  'The private key cannot be read: send private_key as it stands in the key file that Google gave out.';

/**
 * The login of a GCP credential.
 *
 * @throws ProbeError `credential_invalid`
 */
export function serviceAccountKey({ credential }: ProbeTarget): ServiceAccountLogin {
  const email = textOf(credential?.payload, 'client_email');
  const key = textOf(credential?.payload, 'private_key');
  if (email === undefined || key === undefined) throw new ProbeError('credential_invalid');
  // Copied out of the JSON text, the key has the escapes in place of its lines.
  const pem = key.replace(/\\n/g, '\n');
  try {
    createPrivateKey(pem);
  } catch {
    throw new ProbeError('credential_invalid', { hint: UNREADABLE });
  }
  return { client_email: email, private_key: pem };
}
