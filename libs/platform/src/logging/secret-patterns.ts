import { REDACTED } from './secret-registry.js';

interface SecretPattern {
  readonly pattern: RegExp;
  readonly replacement: string;
}

// Every quantifier is bounded, or stands behind a mark that cannot begin inside its own run: a hostile text
// must not make the search slow.
const PATTERNS: readonly SecretPattern[] = [
  // A private key in PEM (RFC 7468), also one that was cut off.
  {
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----(?:(?!-----END)[^])*(?:-----END [A-Z0-9 ]{0,60}-----)?/g,
    replacement: REDACTED,
  },
  // A JWT or an encrypted one (RFC 7519): both begin with the base64 of `{"`.
  { pattern: /(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]*){2,4}/g, replacement: REDACTED },
  // An API key of a service account; the token of a wrapped lease.
  { pattern: /(?<![A-Za-z0-9])pbw?_\d{1,19}-\d{1,19}_[\w-]+/g, replacement: REDACTED },
  // An Authorization header's value (RFC 7617, RFC 6750); not a word of prose, such as "Basic authentication".
  {
    pattern: /\b([Bb]asic|[Bb]earer|BASIC|BEARER)[ \t]{1,4}(?=[a-z]{0,64}[^a-z\s])[\w.~+/-]{8,}={0,2}/g,
    replacement: `$1 ${REDACTED}`,
  },
  // A user and password in a URL (RFC 3986 section 3.2.1); up to the last @, since raw passwords hold some.
  { pattern: /:\/\/[^\s"'<>:@]{0,256}:[^\s"'<>]{1,512}@/g, replacement: `://${REDACTED}@` },
  // `password=…` of a connection string or form, and `"password": "…"` of JSON inside a text.
  {
    pattern:
      /(password|passwd|pwd|passphrase|secret|token|api_?key)(\\{0,3}["']\s{0,4}:\s{0,4}|\s{0,4}=\s{0,4})\\{0,3}(?:"[^"]{0,4096}"?|'[^']{0,4096}'?|[^\s&;,"'}]{1,4096})/gi,
    replacement: `$1$2${REDACTED}`,
  },
];

/**
 * Found in every text, plain or as JSON, in which one of the patterns could be found. Coarse, but one pass.
 */
const HINT =
  /PRIVATE KEY|eyJ|pbw?_\d|basic|bearer|:\/\/[^"\s]{0,1600}@|(?:pass(?:word|wd|phrase)|pwd|secret|token|api_?key)[\\"'\snrt]{0,16}[=:]/i;

/** True when the text, or a line of JSON that holds it, may hold a secret of a known form. */
export function mayHoldSecretForm(text: string): boolean {
  return HINT.test(text);
}

/** True when a secret of a known form stands in the text. */
export function holdsSecretForm(text: string): boolean {
  return redactSecretForms(text) !== text;
}

/** The text without secrets of a known form: keys, tokens, and passwords inside URLs and connection strings. */
export function redactSecretForms(text: string): string {
  if (!mayHoldSecretForm(text)) return text;
  return PATTERNS.reduce((rest, { pattern, replacement }) => rest.replace(pattern, replacement), text);
}
