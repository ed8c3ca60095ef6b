import type { CheckCode } from '../../probe/codes.js';
import { type ErrorClassifier, ProbeError } from '../../probe/probe-error.js';
import { BridgeError } from './bridge-error.js';
import type { JdbcDriver } from './jdbc-driver.js';

/** SQLSTATEs of the standard (ISO/IEC 9075-2, clause 24) and those that most drivers share. */
const BY_STATE: Readonly<Record<string, CheckCode>> = {
  '08004': 'server_unavailable',
  '3D000': 'database_not_found',
  '3F000': 'schema_not_found',
  '42501': 'permission_denied',
  '53300': 'too_many_connections',
  '57014': 'timeout',
  '08P01': 'protocol_error',
  '08S01': 'connection_closed',
  HYT00: 'timeout',
  HYT01: 'timeout',
};
const BY_CLASS: Readonly<Record<string, CheckCode>> = {
  '08': 'connection_closed',
  '0A': 'unsupported_server',
  '28': 'auth_failed',
  '42': 'statement_refused',
  '53': 'server_unavailable',
  '57': 'server_unavailable',
  '58': 'server_error',
  XX: 'server_error',
};

/** What Java's own exceptions mean, where the driver gave no code that is known. */
const BY_EXCEPTION: Readonly<Record<string, CheckCode>> = {
  SocketTimeoutException: 'timeout',
  SQLTimeoutException: 'timeout',
  SSLHandshakeException: 'tls_handshake_failed',
  SSLException: 'tls_handshake_failed',
  SSLPeerUnverifiedException: 'tls_name_mismatch',
  EOFException: 'connection_closed',
  ConnectException: 'connection_closed',
  SocketException: 'connection_closed',
  IOException: 'protocol_error',
};

/** What a driver leaves behind that is not there, or not for this Java. */
const NO_DRIVER = new Set(['ClassNotFoundException', 'NoClassDefFoundError', 'UnsupportedClassVersionError']);

const BY_VERDICT: Readonly<Record<string, CheckCode>> = {
  untrusted: 'tls_untrusted',
  expired: 'tls_expired',
  early: 'tls_not_yet_valid',
  name: 'tls_name_mismatch',
};

/** What errors of this driver mean. */
export function jdbcError(driver: JdbcDriver): ErrorClassifier {
  return (error) => {
    if (!(error instanceof BridgeError)) return undefined;
    if (error.strayed) return new ProbeError('redirect_outside_target', { cause: error });
    const untrusted = BY_VERDICT[error.verdict];
    if (untrusted) return new ProbeError(untrusted, { cause: error });
    if (error.classes.some((name) => NO_DRIVER.has(name))) {
      return new ProbeError('driver_not_installed', { facts: { driver: driver.jar }, cause: error });
    }
    return new ProbeError(codeOf(driver, error), { cause: error });
  };
}

/**
 * The same while logging in, where a driver does everything in one call.
 *
 * @param encrypts - true when the driver was told to encrypt, and to fail otherwise
 */
export function jdbcLoginError(driver: JdbcDriver, encrypts: boolean): ErrorClassifier {
  const classify = jdbcError(driver);
  return (error) => {
    if (!(error instanceof BridgeError)) return undefined;
    if (encrypts && saysNoTls(driver, error)) return new ProbeError('tls_not_supported', { cause: error });
    const known = classify(error);
    // Who may not enter the database has proved already who it is.
    return known?.code === 'permission_denied'
      ? new ProbeError('permission_denied', { step: 'database', cause: error })
      : known;
  };
}

/** True for the error of a driver that was to encrypt, and whose server has no TLS. */
export function saysNoTls({ tls, numbers }: JdbcDriver, error: unknown): boolean {
  return (
    error instanceof BridgeError &&
    !error.encrypted &&
    numbers[error.number] === undefined &&
    brokenBy(error.classes) === undefined &&
    typeof tls === 'object' &&
    tls?.refusedStates.includes(error.sqlState) === true
  );
}

function brokenBy(classes: readonly string[]): CheckCode | undefined {
  return classes.map((name) => BY_EXCEPTION[name]).find((code) => code !== undefined);
}

function codeOf(driver: JdbcDriver, { sqlState, number, classes }: BridgeError): CheckCode {
  const byServer =
    driver.numbers[number] ??
    driver.states?.[sqlState] ??
    BY_STATE[sqlState] ??
    BY_CLASS[sqlState.slice(0, 2)];
  // That a connection broke is said best by what broke it.
  const broken = brokenBy(classes);
  if (broken && (byServer === undefined || byServer === 'connection_closed')) return broken;
  return byServer ?? (sqlState === '' && number === 0 ? 'driver_error' : 'server_error');
}
