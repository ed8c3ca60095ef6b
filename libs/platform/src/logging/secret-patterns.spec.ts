import { mayHoldSecretForm, redactSecretForms } from './secret-patterns.js';

const BASE64 = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
/** A run that no rule for another form would catch. */
const HIDDEN = 'Zq7-hidden_Xw9';

const marked: readonly [form: string, text: string, expected: string][] = [
  ['a bearer token', `Authorization: Bearer ${HIDDEN}.x==`, 'Authorization: Bearer [redacted]'],
  ['basic credentials', `authorization: basic dXNlcjpoaWRkZW4=`, 'authorization: basic [redacted]'],
  ['an API key', `key pb_12-345_${HIDDEN} used`, 'key [redacted] used'],
  ['a JWT', `token ${JWT}, rejected`, 'token [redacted], rejected'],
  ['a JWT behind a line end', `\n${JWT}\t`, '\n[redacted]\t'],
  ['an encrypted JWT', `eyJhbGciOiJSU0EifQ.a.b.c.${HIDDEN}`, '[redacted]'],
  [
    'a user and password in a URL',
    `dial postgres://user:${HIDDEN}@db:5432/x`,
    'dial postgres://[redacted]@db:5432/x',
  ],
  ['a URL without a user', `redis://:${HIDDEN}@cache`, 'redis://[redacted]@cache'],
  ['a URL with a raw password', `mysql://u:p@${HIDDEN}/?#@db/x`, 'mysql://[redacted]@db/x'],
  ['two URLs', `a://u:${HIDDEN}@b c://u:${HIDDEN}@d`, 'a://[redacted]@b c://[redacted]@d'],
  [
    'a private key',
    `x -----BEGIN RSA PRIVATE KEY-----\n${BASE64}\n${BASE64}\n-----END RSA PRIVATE KEY----- y`,
    'x [redacted] y',
  ],
  ['a private key that was cut off', `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${BASE64}`, '[redacted]'],
  [
    'a PGP private key',
    `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${BASE64}\n-----END PGP PRIVATE KEY BLOCK-----`,
    '[redacted]',
  ],
  ['a connection string', `host=db password=${HIDDEN} user=x`, 'host=db password=[redacted] user=x'],
  ['a quoted value', `sslPassword = 'a ${HIDDEN}' x`, `sslPassword = [redacted] x`],
  ['an ODBC string', `Server=db;Pwd=${HIDDEN};Uid=sa`, 'Server=db;Pwd=[redacted];Uid=sa'],
  ['a form', `grant=x&client_secret=${HIDDEN}&a=b`, 'grant=x&client_secret=[redacted]&a=b'],
  ['JSON in a text', `body {"api_key": "${HIDDEN}", "a": 1}`, 'body {"api_key": [redacted], "a": 1}'],
  ['escaped JSON in a text', `{\\"password\\":\\"${HIDDEN}\\"}`, '{\\"password\\":[redacted]}'],
];

const innocent = [
  'Basic authentication is required.',
  'The bearer token: missing.',
  'password authentication failed for user "x"',
  'https://a.example:8443/path?x=1',
  'mail ann@acme.example, see https://a.example/',
  'git://ann@acme.example/x',
  'pb_ is the prefix of keys; pb_12 is none',
  '-----BEGIN CERTIFICATE-----',
  'eyJ',
];

describe('forms of secrets in a text', () => {
  it.each(marked)('are found: %s', (_, text, expected) => {
    expect(redactSecretForms(text)).toBe(expected);
  });

  it.each(marked)('are suspected in a line of JSON as well: %s', (_, text) => {
    expect(mayHoldSecretForm(JSON.stringify({ msg: text }))).toBe(true);
    expect(mayHoldSecretForm(JSON.stringify({ msg: JSON.stringify({ body: text }) }))).toBe(true);
  });

  it.each(innocent)('are not seen in %j', (text) => {
    expect(redactSecretForms(text)).toBe(text);
  });
});
