import { type CheckCode, type ErrorClassifier, ProbeError } from '#connector-sdk/opening';

/** SQL error codes of SAP HANA (https://help.sap.com/docs/SAP_HANA_PLATFORM/4fe29514fd584807ac9f2a04f6754767). */
const BY_NUMBER: Readonly<Record<number, CheckCode>> = {
  4: 'server_unavailable',
  10: 'auth_failed',
  129: 'server_error',
  131: 'timeout',
  139: 'timeout',
  258: 'permission_denied',
  259: 'statement_refused',
  331: 'auth_failed',
  332: 'auth_failed',
  362: 'schema_not_found',
  414: 'auth_expired',
  415: 'account_locked',
  416: 'account_locked',
  417: 'auth_failed',
  613: 'timeout',
  663: 'server_unavailable',
  1033: 'protocol_error',
  1888: 'too_many_connections',
};

/** Of hdb itself. */
const BY_CODE: Readonly<Record<string, CheckCode>> = {
  EHDBINIT: 'protocol_error',
  EHDBTIMEOUT: 'timeout',
  EHDBCLOSE: 'connection_closed',
  EHDBCONNECT: 'connection_closed',
  EHDBOPENCONN: 'protocol_error',
  EHDBNOAUTHMETH: 'auth_method_not_supported',
  EHDBAUTHPROTOCOL: 'protocol_error',
  EHDBAUTHCAPABILITIES: 'protocol_error',
  EHDBAUTHCLIENTNONCE: 'protocol_error',
  EHDBSERVERAUTH: 'protocol_error',
  EHDBMSGPARSE: 'protocol_error',
  ERR_BUFFER_OUT_OF_BOUNDS: 'protocol_error',
  ERR_OUT_OF_RANGE: 'protocol_error',
};

/** What an error of hdb, or of the server that it speaks with, means. */
export const hanaError: ErrorClassifier = (error) => {
  const { code } = error as { code?: unknown };
  const known =
    typeof code === 'number'
      ? (BY_NUMBER[code] ?? 'server_error')
      : typeof code === 'string'
        ? ownCode(code)
        : undefined;
  return known && new ProbeError(known, { cause: error });
};

function ownCode(code: string): CheckCode | undefined {
  return Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
}
