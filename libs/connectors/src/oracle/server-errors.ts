import {
  type CheckCode,
  type ErrorClassifier,
  ProbeError,
  type ProbeErrorDetails,
} from '#connector-sdk/opening';

/** ORA- numbers (https://docs.oracle.com/en/error-help/db/). */
const BY_ORA: Readonly<Record<number, CheckCode>> = {
  1: 'server_error',
  18: 'too_many_connections',
  20: 'too_many_connections',
  28: 'connection_closed',
  600: 'server_error',
  604: 'server_error',
  942: 'permission_denied',
  1005: 'auth_failed',
  1012: 'connection_closed',
  1013: 'timeout',
  1017: 'auth_failed',
  1031: 'permission_denied',
  1033: 'server_unavailable',
  1034: 'server_unavailable',
  1035: 'server_unavailable',
  1045: 'permission_denied',
  1089: 'server_unavailable',
  1090: 'server_unavailable',
  1109: 'server_unavailable',
  2391: 'too_many_connections',
  3113: 'connection_closed',
  3114: 'connection_closed',
  12170: 'timeout',
  12500: 'server_unavailable',
  12505: 'service_not_found',
  12514: 'service_not_found',
  12516: 'too_many_connections',
  12518: 'server_unavailable',
  12519: 'too_many_connections',
  12520: 'too_many_connections',
  12521: 'service_not_found',
  12526: 'server_unavailable',
  12527: 'server_unavailable',
  12528: 'server_unavailable',
  12529: 'permission_denied',
  12535: 'timeout',
  12537: 'connection_closed',
  12547: 'connection_closed',
  12564: 'server_unavailable',
  12569: 'protocol_error',
  12570: 'connection_closed',
  12660: 'auth_method_not_supported',
  28000: 'account_locked',
  28001: 'auth_expired',
  28002: 'auth_expired',
  28009: 'auth_method_not_supported',
  28040: 'auth_method_not_supported',
  28860: 'tls_handshake_failed',
};

/** The driver's own, NJS- (https://node-oracledb.readthedocs.io/en/latest/user_guide/exception_handling.html). */
const BY_NJS: Readonly<Record<number, CheckCode>> = {
  // What the driver says of a packet type that it does not know: its own error has no number.
  68: 'protocol_error',
  101: 'credential_invalid',
  102: 'protocol_error',
  103: 'protocol_error',
  113: 'protocol_error',
  116: 'auth_method_not_supported',
  123: 'timeout',
  138: 'unsupported_server',
  173: 'protocol_error',
  500: 'connection_closed',
  501: 'connection_closed',
  503: 'connection_closed',
  505: 'tls_client_certificate_invalid',
  509: 'protocol_error',
  510: 'timeout',
  511: 'server_unavailable',
  518: 'service_not_found',
  519: 'service_not_found',
  521: 'connection_closed',
  531: 'auth_method_not_supported',
  532: 'auth_method_not_supported',
  533: 'auth_method_not_supported',
  534: 'protocol_error',
  536: 'redirect_outside_target',
};

const DETAILS: Readonly<Record<number, ProbeErrorDetails>> = {
  // Who may not begin a session has proved already who it is.
  1045: { step: 'database', hint: 'The user lacks CREATE SESSION.' },
  28040: {
    hint: 'The server lets no client of today log in: see SQLNET.ALLOWED_LOGON_VERSION_SERVER there.',
  },
  12660: { hint: 'The server demands Oracle’s own encryption; use TLS instead.' },
};

/** Packets that cannot be read make the driver throw Node's own errors. */
const GARBAGE = new Set(['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS', 'ERR_INVALID_ARG_TYPE']);

/** What an error of oracledb, or of the server that it speaks with, means. */
export const oracleError: ErrorClassifier = (error) => {
  const { code, errorNum, message, name } = error as Record<string, unknown>;
  const text = typeof code === 'string' && code !== '' ? code : /^[A-Z]{3}-\d+/.exec(String(message))?.[0];
  if (text !== undefined && GARBAGE.has(text)) return new ProbeError('protocol_error', { cause: error });
  const [, family, digits] = /^(ORA|NJS)-0*(\d+)$/.exec(text ?? '') ?? [];
  // The listener's own word is in the driver's text: NJS-511 … ORA-12516.
  const refusal = /\bORA-(\d{5})\b/.exec(String(message))?.[1];
  if (family === 'NJS' && Number(digits) !== 511) {
    const known = BY_NJS[Number(digits)];
    return known && new ProbeError(known, { cause: error });
  }
  const number = typeof errorNum === 'number' && errorNum > 0 ? errorNum : Number(refusal ?? digits);
  if (family === undefined || Number.isNaN(number)) {
    return name === 'TypeError' || name === 'RangeError'
      ? new ProbeError('protocol_error', { cause: error })
      : undefined;
  }
  const fallback = family === 'NJS' && refusal === undefined ? 'server_unavailable' : 'server_error';
  return new ProbeError(BY_ORA[number] ?? fallback, { ...DETAILS[number], cause: error });
};
