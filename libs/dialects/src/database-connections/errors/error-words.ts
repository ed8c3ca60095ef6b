import type { CheckCode } from '#connector-sdk';
import type { CheckView } from '#core';
import type { DomainError, ErrorKind } from '#platform/errors';
import { ownNames } from './member-names.js';

/** How core's error is called here. */
export interface ErrorWords {
  readonly code: string;
  readonly message: string;
  /** Where core's own status is not this contract's. */
  readonly status?: number;
}

/** The one warning that is a failure here. */
export const EMPTY = 'nothing_visible' satisfies CheckCode;

/** What went wrong inside is not the client's to know. */
export const UNKNOWN: ErrorWords = { code: 'unknown_error', message: 'Something went wrong on our side.' };

const BAD_REQUEST = 400;

/** By core's code. */
const BY_CODE: Readonly<Record<string, ErrorWords>> = {
  connection_not_found: {
    code: 'database_connection_not_found',
    message: 'There is no such database connection.',
  },
  table_not_found: { code: 'table_description_not_found', message: 'There is no such table description.' },
  connection_exists: {
    code: 'db_connection_alias_exists',
    message: 'The alias is taken.',
    status: BAD_REQUEST,
  },
  refresh_failed: {
    code: 'invalid_database_connection',
    message: 'Unable to read the tables of the database.',
    status: BAD_REQUEST,
  },
  invalid_database_uri_format: {
    code: 'invalid_database_uri_format',
    message: 'The connection_uri is no database URI that is known here.',
    status: BAD_REQUEST,
  },
  schema_not_supported: {
    code: 'schema_not_supported',
    message: 'The database does not take a list of schemas.',
    status: BAD_REQUEST,
  },
  secret_reentry_required: {
    code: 'secret_reentry_required',
    message: 'The address changed: send the secrets for it again.',
    status: BAD_REQUEST,
  },
};

/** By kind, for codes that have no words of their own. */
const BY_KIND: Partial<Record<ErrorKind, ErrorWords>> = {
  malformed: { code: 'invalid_request', message: 'The request is not valid.', status: BAD_REQUEST },
  invalid: { code: 'invalid_request', message: 'The request is not valid.', status: BAD_REQUEST },
  unavailable: UNKNOWN,
  internal: UNKNOWN,
};

/** Codes of `malformed` that tell a client what to do, and stay as they are. */
const KEPT_CODES: readonly string[] = ['project_required'];

/** The words for an error that is not about a test. */
export function wordsFor({ kind, code, message }: DomainError): ErrorWords {
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code]!;
  if (KEPT_CODES.includes(code)) return { code, message };
  return BY_KIND[kind] ?? { code, message };
}

/** The words for a test that failed; undefined for another error. */
export function wordsForCheck(
  { code, details }: DomainError,
  alias: string,
): (ErrorWords & { readonly description: string }) | undefined {
  const check = code === 'check_failed' ? (details['check'] as CheckView | undefined) : undefined;
  if (!check) return undefined;
  const step =
    check.steps.find(({ status }) => status === 'failed') ??
    check.steps.find(({ code: warning }) => warning === EMPTY);
  const description = ownNames([step?.message, step?.hint].filter((text) => text != null).join(' '));
  if (step?.code === EMPTY) {
    const message = 'The database has no tables or views that this user may read.';
    return { code: 'empty_database', message, status: BAD_REQUEST, description };
  }
  return {
    code: step?.step === 'ssh' ? 'ssh_invalid_database_connection' : 'invalid_database_connection',
    message: `Unable to connect to db: ${alias}`,
    status: BAD_REQUEST,
    description,
  };
}
