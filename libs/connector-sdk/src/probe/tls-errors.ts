import type { CheckCode } from './codes.js';
import { codeOf } from './error-chain.js';
import { ProbeError } from './probe-error.js';

/** Node's names of OpenSSL's verdicts (https://nodejs.org/api/tls.html#x509-certificate-error-codes) and errors. */
const BY_CODE: Readonly<Record<string, CheckCode>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_untrusted',
  CERT_SIGNATURE_FAILURE: 'tls_untrusted',
  CERT_UNTRUSTED: 'tls_untrusted',
  CERT_REJECTED: 'tls_untrusted',
  CERT_REVOKED: 'tls_untrusted',
  CERT_CHAIN_TOO_LONG: 'tls_untrusted',
  INVALID_CA: 'tls_untrusted',
  INVALID_PURPOSE: 'tls_untrusted',
  PATH_LENGTH_EXCEEDED: 'tls_untrusted',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_not_yet_valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_name_mismatch',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'tls_name_mismatch',
  HOSTNAME_MISMATCH: 'tls_name_mismatch',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'tls_client_certificate_required',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'tls_client_certificate_refused',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'tls_client_certificate_refused',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'tls_client_certificate_refused',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'tls_client_certificate_refused',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'tls_client_certificate_invalid',
  ERR_OSSL_PEM_NO_START_LINE: 'tls_client_certificate_invalid',
  ERR_OSSL_PEM_BAD_BASE64_DECODE: 'tls_client_certificate_invalid',
  ERR_OSSL_UNSUPPORTED: 'tls_client_certificate_invalid',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls_not_supported',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls_not_supported',
  EPROTO: 'tls_handshake_failed',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'timeout',
};

/** What is known of an error of a TLS handshake. */
export function tlsError(error: unknown): ProbeError | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const known = BY_CODE[code] ?? familyOf(code);
  return known && new ProbeError(known, { step: 'tls', cause: error });
}

function familyOf(code: string): CheckCode | undefined {
  // PEM text that is no certificate or no key, in one of OpenSSL's many words.
  if (/^ERR_OSSL_(?:PEM|ASN1|X509|EVP|RSA|EC)_/.test(code)) return 'tls_client_certificate_invalid';
  return /^ERR_SSL_/.test(code) ? 'tls_handshake_failed' : undefined;
}
