import { createHash } from 'node:crypto';

import type { TextFormat } from './text-format.js';

/** One or more certificates as PEM text (RFC 7468); a file name is not one. */
export const CERTIFICATE: TextFormat = {
  pattern: '^\\s*-----BEGIN CERTIFICATE-----[^\\u0000\\ud800-\\udfff]*-----END CERTIFICATE-----\\s*$',
  max: 65_536,
  means: 'PEM text that begins with -----BEGIN CERTIFICATE-----, not a file name',
  canonical: (pem) => createHash('sha256').update(pem.replace(/\s+/g, '')).digest('hex'),
};
