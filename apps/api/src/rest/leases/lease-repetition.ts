import { LeaseReplaysService } from '#core';
import type { SecretAnswer } from '../../http/idempotency/route-idempotency.js';

/** Of a lease its id is kept; while it lasts, a repetition opens it again. */
export const LEASE_AGAIN: SecretAnswer<{ readonly leaseId: number }, { readonly leaseId: number }> = {
  ids: ({ leaseId }) => ({ leaseId }),
  replay: (services, scope, { leaseId }) =>
    services.get(LeaseReplaysService, { strict: false }).again(scope, leaseId),
};
