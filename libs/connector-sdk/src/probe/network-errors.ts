import type { CheckCode } from './codes.js';
import { codeOf } from './error-chain.js';
import { ProbeError } from './probe-error.js';

/** Errors of libuv and Node (https://nodejs.org/api/errors.html), and of our egress policy. */
const BY_CODE: Readonly<Record<string, CheckCode>> = {
  egress_denied: 'egress_denied',
  dns_not_found: 'dns_not_found',
  dns_failed: 'dns_failed',
  redirect_outside_target: 'redirect_outside_target',
  ENOTFOUND: 'dns_not_found',
  ENODATA: 'dns_not_found',
  EAI_AGAIN: 'dns_failed',
  ESERVFAIL: 'dns_failed',
  ETIMEOUT: 'dns_failed',
  ECONNREFUSED: 'connect_refused',
  ETIMEDOUT: 'connect_timeout',
  ESOCKETTIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  EHOSTDOWN: 'host_unreachable',
  EADDRNOTAVAIL: 'host_unreachable',
  ECONNRESET: 'connection_closed',
  EPIPE: 'connection_closed',
  ECONNABORTED: 'connection_closed',
  ERR_STREAM_PREMATURE_CLOSE: 'connection_closed',
  UND_ERR_SOCKET: 'connection_closed',
  HPE_INVALID_CONSTANT: 'protocol_error',
  ABORT_ERR: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

/** What is known of an error of Node's sockets and resolver. */
export function networkError(error: unknown): ProbeError | undefined {
  const { name } = error as { name?: unknown };
  const code = codeOf(error) ?? (name === 'TimeoutError' || name === 'AbortError' ? 'ABORT_ERR' : undefined);
  if (code === undefined) return undefined;
  const known = BY_CODE[code] ?? (code.startsWith('HPE_') ? 'protocol_error' : undefined);
  return known && new ProbeError(known, { cause: error });
}
