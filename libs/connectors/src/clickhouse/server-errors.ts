import { BY_HTTP_STATUS, type CheckCode, ProbeError, type ProbeErrorDetails } from '#connector-sdk/opening';

/** Error numbers of ClickHouse (src/Common/ErrorCodes.cpp of its source); a number keeps its meaning for good. */
const BY_NUMBER: Readonly<Record<number, CheckCode>> = {
  46: 'statement_refused',
  47: 'statement_refused',
  60: 'statement_refused',
  62: 'statement_refused',
  81: 'database_not_found',
  115: 'unsupported_server',
  159: 'timeout',
  160: 'timeout',
  164: 'permission_denied',
  192: 'auth_failed',
  193: 'auth_failed',
  194: 'auth_failed',
  195: 'auth_failed',
  201: 'rate_limited',
  202: 'too_many_connections',
  203: 'too_many_connections',
  209: 'timeout',
  210: 'connection_closed',
  236: 'server_unavailable',
  241: 'server_unavailable',
  242: 'server_unavailable',
  291: 'permission_denied',
  394: 'timeout',
  439: 'server_unavailable',
  452: 'permission_denied',
  497: 'permission_denied',
  516: 'auth_failed',
  745: 'server_unavailable',
};

const DETAILS: Readonly<Record<number, ProbeErrorDetails>> = {
  195: {
    hint: 'The server takes no logins from the address of this service: add it to the networks of the user.',
  },
  // Who may not use the database has proved already who it is.
  291: { step: 'database' },
};

/** How an answer with an error begins; servers before 20.x give it no name, so the driver reads no number. */
const ANSWER = /^(?:Code|Error): (\d{1,5})[.,]/;
/** An HTTPS port's answer to plain HTTP: ClickHouse's own server (Poco), and proxies before it. */
const WANTS_TLS = /plain HTTP request|HTTP request (?:was sent )?to (?:an )?HTTPS/i;

/** What the driver itself says; it gives these no code. */
const BY_DRIVER_TEXT: readonly (readonly [RegExp, CheckCode])[] = [
  [/^Timeout error\.$/, 'timeout'],
  [/^The user aborted a request\.$/, 'timeout'],
  [/^socket hang up$/, 'connection_closed'],
];

/** True for an error that ClickHouse itself has sent: the way to it stands. */
export function isFromServer(error: unknown): boolean {
  return numberOf(error) !== undefined;
}

/** What stands before the server says, where the answer is none of ClickHouse's. */
function byStatus(status: number | undefined): CheckCode {
  if (status === undefined) return 'protocol_error';
  // The driver follows no redirect.
  if (status >= 300 && status < 400) return 'redirect_outside_target';
  return BY_HTTP_STATUS[status] ?? 'protocol_error';
}

/**
 * What an error of @clickhouse/client, or of the server that it speaks with, means.
 *
 * @param status - of the last answer, for one that has no word of ClickHouse's own
 */
export const clickHouseError = (error: unknown, status?: number): ProbeError | undefined => {
  const number = numberOf(error);
  if (number !== undefined) {
    return new ProbeError(BY_NUMBER[number] ?? 'server_error', { ...DETAILS[number], cause: error });
  }
  // Node's errors have codes and are known elsewhere; the driver makes its own of the text of an answer.
  if (!(error instanceof Error) || 'code' in error) return undefined;
  const known = BY_DRIVER_TEXT.find(([text]) => text.test(error.message))?.[1];
  if (known) return new ProbeError(known, { cause: error });
  if (WANTS_TLS.test(error.message)) return new ProbeError('tls_required', { hint: USE_HTTPS, cause: error });
  const code = byStatus(status);
  return new ProbeError(code, {
    // Who stands before the server has let nobody in.
    ...(code === 'permission_denied' ? { step: 'authenticate' } : {}),
    cause: error,
  });
};

const USE_HTTPS = 'The port is one for HTTPS: leave payload.scheme out, or set it to https.';

function numberOf(error: unknown): number | undefined {
  const { code, type, message } = error as { code?: unknown; type?: unknown; message?: unknown };
  if (typeof type === 'string' && typeof code === 'string' && /^\d{1,5}$/.test(code)) return Number(code);
  const found = code === undefined ? ANSWER.exec(String(message))?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}
