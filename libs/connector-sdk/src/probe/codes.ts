import type { StepName } from './steps.js';

/**
 * Every code that a check can answer, with the step that it belongs to; null for one that can happen in any
 * step. Codes are stable: programs read them.
 */
export const CHECK_CODES = {
  target_incomplete: 'resolve',
  dns_not_found: 'resolve',
  dns_failed: 'resolve',
  egress_denied: 'resolve',
  redirect_outside_target: null,
  connect_refused: 'connect',
  connect_timeout: 'connect',
  host_unreachable: 'connect',
  connection_closed: null,
  ssh_host_key_unknown: 'ssh',
  ssh_host_key_changed: 'ssh',
  ssh_auth_failed: 'ssh',
  ssh_key_invalid: 'ssh',
  ssh_target_unreachable: 'ssh',
  ssh_forwarding_denied: 'ssh',
  ssh_failed: 'ssh',
  tls_untrusted: 'tls',
  tls_name_mismatch: 'tls',
  tls_expired: 'tls',
  tls_not_yet_valid: 'tls',
  tls_not_supported: 'tls',
  tls_handshake_failed: 'tls',
  tls_authority_invalid: 'tls',
  tls_client_certificate_invalid: 'tls',
  tls_client_certificate_required: 'tls',
  tls_client_certificate_refused: 'tls',
  /** A warning: the connection is encrypted, and nobody checked with whom. */
  tls_not_verified: 'tls',
  /** A warning: what is sent can be read on the way. */
  tls_not_used: 'tls',
  /** The server takes encrypted connections alone. */
  tls_required: 'tls',
  auth_failed: 'authenticate',
  auth_method_not_supported: 'authenticate',
  auth_expired: 'authenticate',
  account_locked: 'authenticate',
  credential_invalid: 'authenticate',
  kerberos_failed: 'authenticate',
  database_not_found: 'database',
  schema_not_found: 'database',
  bucket_not_found: 'database',
  warehouse_not_found: 'database',
  file_not_found: 'database',
  file_invalid: 'database',
  wrong_region: 'database',
  service_not_found: 'database',
  permission_denied: null,
  too_many_connections: null,
  server_unavailable: null,
  server_error: null,
  rate_limited: null,
  statement_refused: 'list',
  /** A warning: the login works, and sees nothing. */
  nothing_visible: 'list',
  timeout: null,
  protocol_error: null,
  unsupported_transport: null,
  unsupported_server: null,
  driver_not_installed: null,
  out_of_memory: null,
  cancelled: null,
  driver_error: null,
} as const satisfies Record<string, StepName | null>;

/** One of {@link CHECK_CODES}. */
export type CheckCode = keyof typeof CHECK_CODES;

/** True for a code of ours; what a child process sends is looked at before it is believed. */
export function isCheckCode(value: unknown): value is CheckCode {
  return typeof value === 'string' && Object.hasOwn(CHECK_CODES, value);
}
