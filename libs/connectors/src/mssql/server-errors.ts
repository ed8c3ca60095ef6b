import {
  type CheckCode,
  type ErrorClassifier,
  ProbeError,
  type ProbeErrorDetails,
} from '#connector-sdk/opening';

/** https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors */
const BY_NUMBER: Readonly<Record<number, CheckCode>> = {
  102: 'statement_refused',
  156: 'statement_refused',
  207: 'statement_refused',
  208: 'statement_refused',
  229: 'permission_denied',
  230: 'permission_denied',
  262: 'permission_denied',
  297: 'permission_denied',
  300: 'permission_denied',
  701: 'server_unavailable',
  916: 'permission_denied',
  922: 'server_unavailable',
  927: 'server_unavailable',
  942: 'server_unavailable',
  945: 'server_unavailable',
  976: 'server_unavailable',
  978: 'server_unavailable',
  983: 'server_unavailable',
  1205: 'timeout',
  1222: 'timeout',
  4060: 'database_not_found',
  4063: 'database_not_found',
  4064: 'database_not_found',
  4221: 'server_unavailable',
  6005: 'server_unavailable',
  10928: 'too_many_connections',
  10929: 'too_many_connections',
  10936: 'too_many_connections',
  17142: 'server_unavailable',
  17187: 'server_unavailable',
  17197: 'server_unavailable',
  17809: 'too_many_connections',
  18401: 'server_unavailable',
  18451: 'server_unavailable',
  18452: 'auth_method_not_supported',
  18456: 'auth_failed',
  18461: 'server_unavailable',
  18463: 'auth_expired',
  18464: 'auth_expired',
  18465: 'auth_expired',
  18470: 'account_locked',
  18486: 'account_locked',
  18487: 'auth_expired',
  18488: 'auth_expired',
  40197: 'server_unavailable',
  40501: 'server_unavailable',
  40532: 'auth_failed',
  40544: 'server_unavailable',
  40613: 'server_unavailable',
  40615: 'permission_denied',
  40914: 'permission_denied',
  49918: 'server_unavailable',
  49919: 'server_unavailable',
  49920: 'server_unavailable',
};

const FIREWALL: ProbeErrorDetails = {
  step: 'authenticate',
  hint: 'The firewall of the server does not admit the address of this service: add it there.',
};
const DETAILS: Readonly<Record<number, ProbeErrorDetails>> = {
  // Who may not enter the database has proved already who it is.
  916: { step: 'database' },
  4060: {
    hint: 'Check the spelling of the database, and that the login has a user in it: the server says the same of both.',
  },
  4064: {
    hint: 'The default database of the login cannot be opened; whoever administers the server must set another.',
  },
  18452: { hint: 'The server takes Windows logins alone: let it take SQL Server logins too (mixed mode).' },
  40532: {
    hint: 'Azure wants to know the server: give the user as user@server, and the host by its full name.',
  },
  40615: FIREWALL,
  40914: FIREWALL,
};

/** tedious' own codes. */
const BY_CODE: Readonly<Record<string, CheckCode>> = {
  ELOGIN: 'auth_failed',
  ETIMEOUT: 'timeout',
  ECANCEL: 'timeout',
  ECLOSE: 'connection_closed',
  EPROTOCOL: 'protocol_error',
  ETDS: 'unsupported_server',
  EINTERFACENOTSUPP: 'unsupported_server',
};

/** What tedious says, without a code, of packets that make no sense. */
const NO_PACKET = /^Unable to process incoming packet|^unexpected end of message stream/;

/** What the number of a server's error means; one that is not known is an error of the server's own. */
export function serverError(number: number, cause?: unknown): ProbeError {
  return new ProbeError(BY_NUMBER[number] ?? 'server_error', { ...DETAILS[number], cause });
}

/** What an error of tedious, or of the server that it speaks with, means. */
export const msSqlError: ErrorClassifier = (error) => {
  const { code, number, message } = error as { code?: unknown; number?: unknown; message?: unknown };
  if (typeof number === 'number') return serverError(number, error);
  const known = typeof code === 'string' ? BY_CODE[code] : undefined;
  if (known) return new ProbeError(known, { cause: error });
  return NO_PACKET.test(String(message)) ? new ProbeError('protocol_error', { cause: error }) : undefined;
};

/** "Login failed": said of every refused login, after the reason where the server names one. */
const LOGIN_FAILED = 18456;

/** The same while logging in: the driver keeps the last error without its number, so they are gathered. */
export function loginError(numbers: readonly number[]): ErrorClassifier {
  return (error) => {
    const reason = numbers.find((number) => number !== LOGIN_FAILED) ?? numbers[0];
    const { code } = error as { code?: unknown };
    return code === 'ELOGIN' && reason !== undefined ? serverError(reason, error) : msSqlError(error);
  };
}
