import { type CheckCode, type ErrorClassifier, ProbeError } from '#connector-sdk/opening';

import { fileWished } from './file-wishes.js';
import { handshakeError } from './handshake-errors.js';
import { serverError } from './server-errors.js';

/** mysql2's own codes. */
const BY_CODE: Readonly<Record<string, CheckCode>> = {
  PROTOCOL_CONNECTION_LOST: 'connection_closed',
  PROTOCOL_SEQUENCE_TIMEOUT: 'timeout',
  PROTOCOL_ERROR: 'protocol_error',
  PROTOCOL_UNEXPECTED_PACKET: 'protocol_error',
  PROTOCOL_PACKETS_OUT_OF_ORDER: 'protocol_error',
  HANDSHAKE_UNKNOWN_ERROR: 'protocol_error',
  HANDSHAKE_NO_SSL_SUPPORT: 'tls_not_supported',
  AUTH_SWITCH_PLUGIN_ERROR: 'auth_method_not_supported',
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED: 'auth_method_not_supported',
  ERR_BUFFER_OUT_OF_BOUNDS: 'protocol_error',
  ERR_OUT_OF_RANGE: 'protocol_error',
};

/** What mysql2 says, without a code, to a server that wants to read one of our files. */
const WANTS_FILE = /^As a result of LOCAL INFILE/;
/** Nor has this one a code: the connection ended between two statements. */
const ENDED = /in closed state$/;

/** True for an error that the server itself has sent: the way to it stands. */
export function isFromServer(error: unknown): error is { readonly errno: number } {
  const { errno, sqlState } = error as { errno?: unknown; sqlState?: unknown };
  return typeof errno === 'number' && errno >= 1000 && typeof sqlState === 'string';
}

/** What an error of mysql2, or of the server that it speaks with, means. */
export const mysqlError: ErrorClassifier = (error) => {
  if (isFromServer(error)) return serverError(error.errno, error);
  const { code, fatal, message } = error as { code?: unknown; fatal?: unknown; message?: unknown };
  if (code === 'HANDSHAKE_SSL_ERROR') return handshakeError(error);
  if (WANTS_FILE.test(String(message))) return fileWished(error);
  if (ENDED.test(String(message))) return new ProbeError('connection_closed', { cause: error });
  // What the reading of a packet throws ends the connection, and says only that it should not have happened.
  const known = typeof code === 'string' ? BY_CODE[code] : fatal === true ? 'protocol_error' : undefined;
  return known && new ProbeError(known, { cause: error });
};

/**
 * The same for a login in clear at a server that has TLS: MariaDB refuses a user who must encrypt, and everyone
 * under `require_secure_transport`, in the words of a wrong password.
 */
export const clearLoginError: ErrorClassifier = (error) => {
  const known = mysqlError(error);
  if (known?.code !== 'auth_failed' || known.hint !== undefined) return known;
  return new ProbeError('auth_failed', {
    hint: 'Check the user name and the password. This server has TLS, and may refuse a login without it: set transport.tls.mode to verify-full (or require).',
    cause: error,
  });
};
