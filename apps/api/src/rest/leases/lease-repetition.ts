import { type AnsweredLease, LeaseReplaysService } from '#core';
import { type SecretAnswer } from '#http';

/** Of what the service did: the lease, and its token where it was wrapped. */
interface LeaseResult {
  readonly leaseId: number;
  readonly wrapped?: object | null;
}

/** Of a lease its id is kept; while it lasts, a repetition opens it again. */
export const LEASE_AGAIN: SecretAnswer<LeaseResult, AnsweredLease & Record<string, number | string>> = {
  ids: ({ leaseId, wrapped }) => ({ leaseId, answered: wrapped ? 'wrap_token' : 'secrets' }),
  replay: (services, scope, kept) => services.get(LeaseReplaysService, { strict: false }).again(scope, kept),
};
