import { X509Certificate } from 'node:crypto';

import { ProbeError } from './probe-error.js';
import type { TlsPlan } from './tls-plan.js';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Refuses an authority that holds anything but certificates that can be read: OpenSSL passes over the others, and
 * every server would then be called untrusted.
 *
 * @throws ProbeError `tls_authority_invalid`
 */
export function requireReadableAuthority({ wanted, ca }: TlsPlan): void {
  if (!wanted || ca === undefined) return;
  const blocks = ca.match(BLOCK) ?? [];
  if (blocks.length === 0 || !blocks.every(isCertificate)) throw new ProbeError('tls_authority_invalid');
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
