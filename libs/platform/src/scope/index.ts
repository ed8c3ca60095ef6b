export type { IdempotentRequest, Outcome } from './idempotent-request.js';
export {
  type Principal,
  type ProjectAccess,
  type Scope,
  isTenantWide,
  reaches,
  seesProject,
} from './scope.js';
