import { createPrivateKey, type KeyObject, type PrivateKeyInput } from 'node:crypto';

import { ProbeError } from '#connector-sdk/opening';

const ENCRYPTED = 'The private key is encrypted, and its passphrase is missing or wrong.';
const UNREADABLE = 'Send the whole private key: PEM text (PKCS#1 or PKCS#8), or its base64 on one line.';
/** The label of PKCS#8, and the header of PKCS#1. */
const SAYS_ENCRYPTED = /^-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m;
const NOT_RSA = 'Snowflake takes RSA keys of at least 2048 bits.';

/**
 * The key as unencrypted PKCS#8 PEM text, the one form that the driver reads without fail.
 *
 * @throws ProbeError `credential_invalid`
 */
export function readPrivateKey(text: string, passphrase: string | undefined): string {
  const key = parse(text.trim(), passphrase);
  if (key.asymmetricKeyType !== 'rsa') throw new ProbeError('credential_invalid', { hint: NOT_RSA });
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function parse(text: string, passphrase: string | undefined): KeyObject {
  const secret = passphrase === undefined ? {} : { passphrase };
  for (const input of inputsOf(text)) {
    try {
      return createPrivateKey({ ...input, ...secret });
    } catch {
      // The next one, if any is left.
    }
  }
  // A wrong passphrase may look like a broken key, for what it decrypts to is neither.
  throw new ProbeError('credential_invalid', { hint: SAYS_ENCRYPTED.test(text) ? ENCRYPTED : UNREADABLE });
}

/** What the text may be: PEM, or on one line the base64 of either kind. */
function inputsOf(text: string): PrivateKeyInput[] {
  if (text.startsWith('-----')) return [{ key: text, format: 'pem' }];
  const key = Buffer.from(text, 'base64');
  return [
    { key, format: 'der', type: 'pkcs8' },
    { key, format: 'der', type: 'pkcs1' },
  ];
}
