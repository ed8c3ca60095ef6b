import type { FieldError } from '#platform/errors';

/** What the document says of one status. */
export interface DocumentedError {
  readonly description: string;
  /** One of the codes, with its text. */
  readonly example: {
    readonly code: string;
    readonly detail: string;
    readonly errors?: readonly FieldError[];
  };
  readonly headers?: readonly string[];
}

/** Every error that a route can answer, by its status. The codes are those that do not depend on the route. */
export const DOCUMENTED_ERRORS: Readonly<Record<number, DocumentedError>> = {
  400: {
    description:
      'Not JSON, or a parameter of the wrong form: `json_malformed`, `json_too_deep`, `json_too_wide`, `json_key_refused`, `id_malformed`, `limit_malformed`, `cursor_invalid`, `parameter_malformed`, `path_malformed`, `upload_aborted`, `idempotency_key_malformed`.',
    example: { code: 'json_malformed', detail: 'The body is not JSON.' },
  },
  401: {
    description: 'Nobody is known by this credential: `credential_missing`, `credential_invalid`.',
    example: { code: 'credential_invalid', detail: 'The API key is not valid.' },
    headers: ['WWW-Authenticate'],
  },
  403: {
    description:
      'Visible, and not permitted: `permission_denied`, `global_scope_forbidden`, `lease_not_permitted`, `tenant_suspended`.',
    example: { code: 'global_scope_forbidden', detail: 'Only a tenant_admin writes in GLOBAL scope.' },
  },
  404: {
    description: 'Not there, or not to be seen by the caller: `<what>_not_found`.',
    example: { code: 'project_not_found', detail: 'There is no such project.' },
  },
  409: {
    description: 'What is stored forbids it.',
    example: { code: 'connection_exists', detail: 'A connection of this name exists here.' },
  },
  412: {
    description: 'It was changed since it was read: `version_mismatch`.',
    example: { code: 'version_mismatch', detail: 'This was changed since you read it.' },
  },
  413: {
    description: 'More than 256 KiB: `body_too_large`; of a file, more than it may have: `file_too_large`.',
    example: { code: 'body_too_large', detail: 'The body is too large.' },
  },
  415: {
    description: 'Not `application/json`: `media_type_unsupported`.',
    example: { code: 'media_type_unsupported', detail: 'The body must be application/json.' },
  },
  422: {
    description:
      'The body breaks rules, each named in `errors`: `validation_failed`, `secret_reentry_required`, `check_failed`, `credential_not_found`, `credential_not_shared`, `idempotency_key_reused`.',
    example: {
      code: 'validation_failed',
      detail: 'name is required.',
      errors: [{ path: 'name', rule: 'required', message: 'name is required.' }],
    },
  },
  428: {
    description: 'The tenant wants `If-Match`: `precondition_required`.',
    example: {
      code: 'precondition_required',
      detail: 'This tenant wants If-Match with the version that the change is meant for.',
    },
  },
  429: {
    description: 'Too many requests in this minute: `rate_limited`, `too_many_waiting`, `quota_exceeded`.',
    example: { code: 'rate_limited', detail: 'Too many requests in this minute.' },
    headers: ['Retry-After'],
  },
  500: {
    description: 'A fault of the server: `internal_error`.',
    example: { code: 'internal_error', detail: 'Something went wrong on our side.' },
  },
  503: {
    description: 'Cannot serve now: `database_unavailable`, `audit_unavailable`, `unavailable`.',
    example: { code: 'database_unavailable', detail: 'The database cannot be reached now.' },
    headers: ['Retry-After'],
  },
};
