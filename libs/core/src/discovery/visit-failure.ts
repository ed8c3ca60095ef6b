import type { CheckView } from '../checks/check-view.js';
import type { JobOutcome } from '../jobs/job-handler.js';

/** Failures that may be gone a little later. A refused login is none: trying again may lock the account. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'dns_failed',
  'connect_refused',
  'connect_timeout',
  'host_unreachable',
  'connection_closed',
  'ssh_target_unreachable',
  'too_many_connections',
  'server_unavailable',
  'server_error',
  'rate_limited',
  'timeout',
  'protocol_error',
  'out_of_memory',
  'driver_error',
]);

const UNKNOWN = { code: 'driver_error', message: 'The source could not be read.' };

/** What a visit that failed means for its job, in the words of a check; null for one that went well. */
export function visitFailure(view: CheckView): Extract<JobOutcome, { state: 'failed' }> | null {
  if (view.ok) return null;
  const failed = view.steps.find((step) => step.status === 'failed');
  const { code, message } = failed ?? UNKNOWN;
  const error = { code: code ?? UNKNOWN.code, message: message ?? UNKNOWN.message };
  return { state: 'failed', error, transient: TRANSIENT.has(error.code) };
}
