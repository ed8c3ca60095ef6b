import { type CheckCode, type ErrorClassifier, ProbeError, type StepName } from '#connector-sdk/opening';

interface Meaning {
  readonly code: CheckCode;
  readonly step?: StepName;
  readonly hint?: string;
}

const KEY_REFUSED: Meaning = {
  code: 'auth_failed',
  hint: 'Snowflake does not know this key for this user: set RSA_PUBLIC_KEY of the user to its public part, and check the account and the user name.',
};
const MFA: Meaning = {
  code: 'auth_method_not_supported',
  hint: 'Snowflake asks this user for a second factor. Use a key pair, or a user of type SERVICE.',
};
const NETWORK_POLICY: Meaning = {
  code: 'permission_denied',
  step: 'authenticate',
  hint: 'A network policy of Snowflake does not let this service’s address in.',
};
const ROLE: Meaning = {
  code: 'permission_denied',
  step: 'authenticate',
  hint: 'The role does not exist, or is not granted to the user.',
};

/**
 * Numbers of Snowflake's services: logins, then SQL. The first ones stand in the driver's `gs_errors`, those of
 * key pairs at https://docs.snowflake.com/en/user-guide/key-pair-auth-troubleshooting.
 */
const BY_NUMBER: Readonly<Record<string, Meaning>> = {
  390100: { code: 'auth_failed' },
  390101: { code: 'account_locked' },
  390102: { code: 'account_locked' },
  390104: { code: 'auth_expired' },
  390111: { code: 'auth_expired' },
  390112: { code: 'auth_expired' },
  390114: { code: 'auth_expired' },
  390144: KEY_REFUSED,
  390189: ROLE,
  390197: MFA,
  390420: NETWORK_POLICY,
  390422: NETWORK_POLICY,
  390432: NETWORK_POLICY,
  394304: KEY_REFUSED,
  394508: MFA,
  '000604': { code: 'timeout' },
  '000606': { code: 'warehouse_not_found', step: 'database' },
  '000630': { code: 'timeout' },
  '002003': { code: 'permission_denied' },
  '002043': { code: 'permission_denied' },
  '003001': { code: 'permission_denied' },
};
/** Every other number from 394300 on is about the token that a key pair signed. */
const KEY_PAIR_NUMBERS = /^3943\d\d$/;

const BY_STATE: Readonly<Record<string, Meaning>> = {
  '42501': { code: 'permission_denied' },
  '42S02': { code: 'permission_denied' },
  '57P03': { code: 'warehouse_not_found', step: 'database' },
};
const BY_STATE_CLASS: Readonly<Record<string, Meaning>> = {
  '42': { code: 'statement_refused' },
  '57': { code: 'server_unavailable' },
};

/** HTTP statuses of a service that does not even answer with an error of its own. */
const BY_STATUS: Readonly<Record<number, Meaning>> = {
  401: { code: 'auth_failed' },
  403: {
    code: 'service_not_found',
    step: 'authenticate',
    hint: 'Snowflake knows no such account: it is written as organisation-account, or as locator.region.',
  },
  429: { code: 'rate_limited' },
  502: { code: 'server_unavailable' },
  503: { code: 'server_unavailable' },
  504: { code: 'server_unavailable' },
};

/** What an error of the driver, or of the service that it speaks with, means. */
export const snowflakeError: ErrorClassifier = (error) => {
  const meaning = meaningOf(error as SnowflakeFailure);
  if (!meaning) return undefined;
  const { code, ...details } = meaning;
  return new ProbeError(code, { ...details, cause: error });
};

interface SnowflakeFailure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly sqlState?: unknown;
  readonly response?: { readonly status?: unknown; readonly statusCode?: unknown } | null;
}

function meaningOf(failure: SnowflakeFailure): Meaning | undefined {
  const { name, code, message, sqlState, response } = failure;
  if (name === 'RequestFailedError') return statusMeaning(response?.statusCode ?? response?.status);
  if (name === 'UnexpectedContentError') return { code: 'protocol_error' };
  if (name === 'AxiosError') return waitedTooLong(message) ? { code: 'timeout' } : undefined;
  if (name !== 'OperationFailedError') return undefined;
  // An answer without success and without a number is none of Snowflake's.
  if (code === undefined || code === null) return { code: 'protocol_error' };
  const number = typeof code === 'number' ? String(code).padStart(6, '0') : code;
  if (typeof number === 'string') {
    const known = BY_NUMBER[number] ?? (KEY_PAIR_NUMBERS.test(number) ? KEY_REFUSED : undefined);
    if (known) return known;
  }
  if (typeof sqlState !== 'string') return { code: 'server_error' };
  return BY_STATE[sqlState] ?? BY_STATE_CLASS[sqlState.slice(0, 2)] ?? { code: 'server_error' };
}

function statusMeaning(status: unknown): Meaning {
  if (typeof status !== 'number') return { code: 'protocol_error' };
  if (status === 404) return BY_STATUS[403]!;
  return BY_STATUS[status] ?? { code: status >= 500 ? 'server_error' : 'protocol_error' };
}

/** axios has one code for this and for a connection that was cut. */
function waitedTooLong(message: unknown): boolean {
  return /^timeout of \d+ms exceeded$/.test(String(message));
}
