export type { IdempotentRequest, Outcome } from './idempotent-request.js';
export { type Principal, type ProjectAccess, type Scope, isTenantWide, seesProject } from './scope.js';
