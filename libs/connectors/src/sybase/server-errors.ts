import {
  type CheckCode,
  type ErrorClassifier,
  ProbeError,
  type ProbeErrorDetails,
} from '#connector-sdk/opening';

import { type OdbcErrorLine, odbcErrorLines } from './odbc.js';

/**
 * Below 20000: SAP ASE's numbers (its "Troubleshooting: Error Messages Advanced Resolutions", and
 * master..sysmessages). From there on: FreeTDS' own, which are those of DB-Library (its include/sybdb.h).
 */
const BY_NUMBER: Readonly<Record<number, CheckCode>> = {
  102: 'statement_refused',
  156: 'statement_refused',
  207: 'statement_refused',
  208: 'statement_refused',
  229: 'permission_denied',
  230: 'permission_denied',
  911: 'database_not_found',
  916: 'permission_denied',
  921: 'server_unavailable',
  922: 'server_unavailable',
  926: 'server_unavailable',
  930: 'server_unavailable',
  950: 'server_unavailable',
  1601: 'too_many_connections',
  4001: 'permission_denied',
  4002: 'auth_failed',
  6002: 'server_unavailable',
  6005: 'server_unavailable',
  10330: 'permission_denied',
  20003: 'timeout',
  20004: 'connection_closed',
  20006: 'connection_closed',
  20009: 'connection_closed',
  20014: 'auth_failed',
  20017: 'connection_closed',
  20020: 'protocol_error',
};

const DETAILS: Readonly<Record<number, ProbeErrorDetails>> = {
  // Who may not enter the database has proved already who it is.
  916: { step: 'database' },
  4001: { step: 'database' },
};

/** unixODBC's: no such driver, or its library cannot be loaded. */
const NO_DRIVER_STATE = 'IM002';
const NO_LIBRARY = /Can't open lib/;
const BY_STATE: Readonly<Record<string, CheckCode>> = {
  '28000': 'auth_failed',
  HYT00: 'timeout',
  HYT01: 'timeout',
  '08S01': 'connection_closed',
  '08001': 'connection_closed',
};
const FREETDS_NUMBERS = 20_000;

/** What an error of the package `odbc`, of FreeTDS or of the server means. */
export const sybaseError: ErrorClassifier = (error) => {
  const lines = odbcErrorLines(error);
  if (lines.some(({ state, message }) => state === NO_DRIVER_STATE || NO_LIBRARY.test(message))) {
    return new ProbeError('driver_not_installed', { facts: { driver: 'tdsodbc' }, cause: error });
  }
  const said = lines.find(({ code }) => code in BY_NUMBER) ?? lines.find(isFromServer);
  if (said) {
    return new ProbeError(BY_NUMBER[said.code] ?? 'server_error', { ...DETAILS[said.code], cause: error });
  }
  const known = lines.map(({ state }) => BY_STATE[state]).find((code) => code !== undefined);
  return known && new ProbeError(known, { cause: error });
};

/** True for a line that the server itself has sent: the way to it stands. */
export function isFromServer({ code }: OdbcErrorLine): boolean {
  return code > 0 && code < FREETDS_NUMBERS;
}
