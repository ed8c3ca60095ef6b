import type { CheckCode } from '../../probe/codes.js';
import { type ErrorClassifier, ProbeError, type ProbeErrorDetails } from '../../probe/probe-error.js';

/** What Google's libraries keep of an answer that was none. */
export interface GoogleFailure {
  /** Of HTTP. */
  readonly status: number;
  /** Google's word for it, such as `accessDenied` or `invalid_grant`; empty where it gave none. */
  readonly reason: string;
  /** To be matched, never shown. */
  readonly message: string;
}

interface Meaning extends ProbeErrorDetails {
  readonly code: CheckCode;
}

const NOT_ENABLED: Meaning = {
  code: 'permission_denied',
  hint: 'The API is not enabled in the project; enable it in Google’s console.',
};
const KEY_REFUSED: Meaning = {
  code: 'auth_failed',
  hint: 'Google did not take the signature: the key may be deleted or of another service account, or the clock here is wrong.',
};

/** Of errors in answers of APIs (https://cloud.google.com/bigquery/docs/error-messages) and of tokens (RFC 6749 section 5.2). */
const BY_REASON: Readonly<Record<string, Meaning>> = {
  invalid_grant: KEY_REFUSED,
  invalid_client: KEY_REFUSED,
  unauthorized_client: KEY_REFUSED,
  disabled_client: { code: 'account_locked' },
  access_denied: { code: 'account_locked' },
  authError: { code: 'auth_failed' },
  accessDenied: { code: 'permission_denied' },
  forbidden: { code: 'permission_denied' },
  insufficientPermissions: { code: 'permission_denied' },
  accessNotConfigured: NOT_ENABLED,
  SERVICE_DISABLED: NOT_ENABLED,
  billingNotEnabled: { code: 'permission_denied', hint: 'The project has no billing account.' },
  rateLimitExceeded: { code: 'rate_limited' },
  userRateLimitExceeded: { code: 'rate_limited' },
  quotaExceeded: { code: 'rate_limited' },
  backendError: { code: 'server_unavailable' },
  internalError: { code: 'server_error' },
};

const BY_STATUS: Readonly<Record<number, CheckCode>> = {
  401: 'auth_failed',
  403: 'permission_denied',
  408: 'timeout',
  429: 'rate_limited',
  502: 'server_unavailable',
  503: 'server_unavailable',
  504: 'server_unavailable',
};

/** What Google's libraries say of an answer that is no JSON, and of one that should hold a token. */
const NO_JSON =
  /^Cannot parse JSON response|is not valid JSON|^Unexpected token|^Could not refresh access token/;

/** What Google said, if the error holds an answer of it. */
export function googleFailure(error: unknown): GoogleFailure | undefined {
  const { code, errors, message, response } = error as {
    code?: unknown;
    errors?: unknown;
    message?: unknown;
    response?: { status?: unknown; statusCode?: unknown; data?: unknown };
  };
  const status = [code, response?.status, response?.statusCode].find((one) => typeof one === 'number');
  if (typeof status !== 'number') return undefined;
  const data = response?.data as { error?: unknown } | undefined;
  const [first] = Array.isArray(errors) ? (errors as { reason?: unknown }[]) : [];
  const reason = [first?.reason, data?.error].find((one) => typeof one === 'string') ?? '';
  return { status, reason, message: String(message) };
}

/** What an error of one of Google's libraries means; 404 is for the connector, which knows what it asked for. */
export const googleError: ErrorClassifier = (error) => {
  const { message } = error as { message?: unknown };
  if (NO_JSON.test(String(message))) return new ProbeError('protocol_error', { cause: error });
  const failure = googleFailure(error);
  if (!failure) return undefined;
  const known = BY_REASON[failure.reason];
  if (known) {
    const { code, ...details } = known;
    return new ProbeError(code, { ...details, cause: error });
  }
  const { status } = failure;
  const code = BY_STATUS[status] ?? (status >= 500 ? 'server_error' : 'protocol_error');
  return new ProbeError(code, { cause: error });
};
