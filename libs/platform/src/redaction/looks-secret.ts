/** Found anywhere in a name, whatever its case and separators: `sslPassword`, `SSL_PASSWORD`, `sslpassword`. */
const TELLING = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'credential',
  'token',
  'privatekey',
  'apikey',
  'accesskey',
  'accountkey',
  'sharedkey',
  'masterkey',
  'signingkey',
  'encryptionkey',
  'authorization',
  'bearer',
  'cookie',
  'keytab',
  'connectionstring',
  'connectionuri',
];

/** Too short to be looked for inside other words; telling when they stand alone. */
const TELLING_WORDS = new Set([
  'pwd',
  'pw',
  'pass',
  'sas',
  'pin',
  'otp',
  'pat',
  'jwt',
  'sig',
  'signature',
  'dsn',
  'creds',
]);

/** Endings of a name's last word: `sslkey`, `userpass`, `dbpwd`. */
const TELLING_ENDINGS = /(?:key|keys|pwd|pass)$/;

/** Names that end so and are no secret. */
const HARMLESS_ENDINGS =
  /(?:public|primary|foreign|sort|dist|partition|cluster|host|cache|idempotency|mon|tur)keys?$|(?:by|com|sur|tres)pass$/;

/**
 * True when a field of this name most likely holds a secret. Meant for names that nobody declared:
 * free properties, log fields. It rather says yes once too often.
 *
 * @param name - a key in any style: camelCase, snake_case, kebab-case, dotted, or run together
 */
export function looksSecret(name: string): boolean {
  const words = wordsOf(name);
  const joined = words.join('');
  if (TELLING.some((part) => joined.includes(part))) return true;
  if (words.some((word) => TELLING_WORDS.has(word))) return true;
  return TELLING_ENDINGS.test(words.at(-1) ?? '') && !HARMLESS_ENDINGS.test(joined);
}

/** `sslKeyV2` → ssl, key, v; digits say nothing about sensitivity (`password2`). */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}
