import { createPrivateKey } from 'node:crypto';

const PEM = /^-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*)-----END \1-----$/;
const LINE = 64;

/**
 * A private key as PEM text of several lines, PKCS#8 where it can be read without a passphrase (RFC 7468
 * section 10). What is no PEM text, or cannot be read, stays as it is: it is judged where it is used.
 */
export function tidyPrivateKey(text: string): string {
  const pem = inLines(text);
  try {
    return createPrivateKey(pem).export({ format: 'pem', type: 'pkcs8' }).toString();
  } catch {
    return pem;
  }
}

/** Copied into one line, a key has spaces or escapes in place of its line ends, or nothing at all. */
function inLines(text: string): string {
  const [, label = '', body = ''] = PEM.exec(text.replace(/\\n/g, '\n').trim()) ?? [];
  // Headers, which encrypted keys of the old form have, need their own lines: such a text is left alone.
  if (label === '' || body.includes(':')) return text;
  const lines = body.replace(/\s+/g, '').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
