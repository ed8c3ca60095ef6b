import type { CheckCode } from '../../probe/codes.js';
import { type ErrorClassifier, ProbeError } from '../../probe/probe-error.js';

/** SQLSTATEs (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const BY_STATE: Readonly<Record<string, CheckCode>> = {
  '28P01': 'auth_failed',
  '28000': 'auth_failed',
  '3D000': 'database_not_found',
  '3F000': 'schema_not_found',
  '42501': 'permission_denied',
  '53300': 'too_many_connections',
  '55000': 'server_unavailable',
  '57014': 'timeout',
  '08P01': 'protocol_error',
};
const BY_CLASS: Readonly<Record<string, CheckCode>> = {
  '08': 'connection_closed',
  '0A': 'unsupported_server',
  '26': 'statement_refused',
  '42': 'statement_refused',
  '53': 'server_unavailable',
  '57': 'server_unavailable',
  '58': 'server_error',
  XX: 'server_error',
};
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** pg's own words; it gives these errors no code. */
const BY_DRIVER_TEXT: readonly (readonly [RegExp, CheckCode])[] = [
  [/^Connection terminated|^Client has encountered a connection error/, 'connection_closed'],
  [/^timeout expired|^Query read timeout/, 'timeout'],
  [/^SASL:/, 'auth_failed'],
];

const NOT_FOR_UNENCRYPTED = /\bno encryption\b|\bSSL off\b/;
const NO_RULE = /^no pg_hba\.conf entry|^pg_hba\.conf rejects/;

/** What a server says when it refuses a login for another reason than the password; each has state 28000. */
const REFUSED_LOGINS: readonly (readonly [RegExp, CheckCode])[] = [
  [/^connection requires a valid client certificate/, 'tls_client_certificate_required'],
  [/^certificate authentication failed/, 'tls_client_certificate_refused'],
  [/is not permitted to log in$/, 'account_locked'],
];

/** What an error of pg, or of the server that it speaks with, means. */
export const postgresError: ErrorClassifier = (error) => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && SQLSTATE.test(code)) {
    const known = BY_STATE[code] ?? BY_CLASS[code.slice(0, 2)];
    return known && new ProbeError(known, { cause: error });
  }
  const found = BY_DRIVER_TEXT.find(([text]) => text.test(String(message)));
  return found && new ProbeError(found[1], { cause: error });
};

/**
 * The same while logging in: who may not enter the database has proved already who it is.
 *
 * @param encryptionWanted false when the connection is in clear because nobody asked for anything else
 */
export function postgresLoginError(encryptionWanted: boolean): ErrorClassifier {
  return (error) => {
    const known = postgresError(error);
    if (known?.code === 'permission_denied') {
      return new ProbeError('permission_denied', { step: 'database', cause: error });
    }
    return known?.code === 'auth_failed' ? refusedLogin(known, encryptionWanted) : known;
  };
}

function refusedLogin(refused: ProbeError, encryptionWanted: boolean): ProbeError {
  const { cause } = refused;
  const { message } = cause as { message?: unknown };
  const text = String(message);
  // pg_hba.conf may have rules for encrypted connections alone.
  if (!encryptionWanted && NOT_FOR_UNENCRYPTED.test(text)) return new ProbeError('tls_required', { cause });
  if (NO_RULE.test(text)) {
    const hint =
      'The server’s pg_hba.conf has no rule that lets this user into this database from the address of this service.';
    return new ProbeError('auth_failed', { hint, cause });
  }
  const found = REFUSED_LOGINS.find(([words]) => words.test(text));
  return found ? new ProbeError(found[1], { cause }) : refused;
}
