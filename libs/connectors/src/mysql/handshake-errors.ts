import { type CheckCode, ProbeError } from '#connector-sdk/opening';

/**
 * mysql2 3.24 writes HANDSHAKE_SSL_ERROR over the code of every TLS error, so its text is all that is left:
 * OpenSSL's (https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/#error-codes) and Node's.
 */
const BY_TEXT: readonly (readonly [RegExp, CheckCode])[] = [
  [/does not match certificate's altnames|host ?name mismatch/i, 'tls_name_mismatch'],
  [/certificate has expired/, 'tls_expired'],
  [/certificate is not yet valid/, 'tls_not_yet_valid'],
  [/certificate required/, 'tls_client_certificate_required'],
  [/alert (?:bad|unknown|unsupported) c|alert certificate/, 'tls_client_certificate_refused'],
  [
    /self[- ]signed certificate|unable to (?:verify|get)|certificate (?:revoked|rejected|chain)/,
    'tls_untrusted',
  ],
  [/certificate (?:signature|not trusted)|invalid (?:ca|purpose)|unsuitable certificate/i, 'tls_untrusted'],
  [/path length/, 'tls_untrusted'],
  [/socket disconnected|hang up|ECONNRESET/, 'connection_closed'],
];

/** What a failed handshake of mysql2 means. */
export function handshakeError(error: unknown): ProbeError {
  const text = String((error as { message?: unknown }).message);
  const code = BY_TEXT.find(([pattern]) => pattern.test(text))?.[1] ?? 'tls_handshake_failed';
  return new ProbeError(code, { step: 'tls', cause: error });
}
