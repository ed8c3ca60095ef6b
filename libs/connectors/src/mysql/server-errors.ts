import { type CheckCode, ProbeError, type ProbeErrorDetails } from '#connector-sdk/opening';

/** Error numbers of MySQL and MariaDB (https://mariadb.com/kb/en/mariadb-error-code-reference/). */
const BY_NUMBER: Readonly<Record<number, CheckCode>> = {
  1040: 'too_many_connections',
  1043: 'protocol_error',
  1044: 'permission_denied',
  1045: 'auth_failed',
  1049: 'database_not_found',
  1053: 'server_unavailable',
  1064: 'statement_refused',
  1129: 'server_unavailable',
  1130: 'auth_failed',
  1142: 'permission_denied',
  1143: 'permission_denied',
  1146: 'statement_refused',
  1156: 'protocol_error',
  1158: 'connection_closed',
  1159: 'connection_closed',
  1160: 'connection_closed',
  1161: 'connection_closed',
  1203: 'too_many_connections',
  1205: 'timeout',
  1226: 'too_many_connections',
  1227: 'permission_denied',
  1251: 'auth_method_not_supported',
  1317: 'timeout',
  1370: 'permission_denied',
  1524: 'auth_method_not_supported',
  1698: 'auth_failed',
  1820: 'auth_expired',
  1835: 'protocol_error',
  1862: 'auth_expired',
  1927: 'connection_closed',
  1969: 'timeout',
  3024: 'timeout',
  3118: 'account_locked',
  3159: 'tls_required',
  4031: 'connection_closed',
  4151: 'account_locked',
};

const DETAILS: Readonly<Record<number, ProbeErrorDetails>> = {
  // Who may not enter the database has proved already who it is.
  1044: { step: 'database' },
  1129: {
    step: 'authenticate',
    hint: 'The server blocks this address after too many broken connections: FLUSH HOSTS there ends it.',
  },
  1130: {
    hint: 'The server takes no logins from the address of this service: the user must be made for it.',
  },
};

/** What the number of a server's error means; one that is not known is an error of the server's own. */
export function serverError(number: number, cause?: unknown): ProbeError {
  return new ProbeError(BY_NUMBER[number] ?? 'server_error', { ...DETAILS[number], cause });
}
