export {
  ACCESS_METADATA,
  CurrentActor,
  CurrentCaller,
  CurrentScope,
  Public,
  Requires,
  RequiresInTransaction,
  type RouteAccess,
} from './access.decorators.js';
export {
  AUDIT_METADATA,
  type AuditAction,
  Audited,
  AuditedRead,
  NotAudited,
  type RouteAudit,
} from './audit.decorators.js';
export { EmptyBody, IfMatch, JsonBody } from './body.decorators.js';
export { CALLERS_SCOPE_METADATA, CallersScope } from './callers-scope.decorator.js';
export { clientGone } from './client-gone.js';
export type { ContractDocument, ContractSource } from './contract-document.js';
export { type ErrorShaper, ErrorsAs, type ShapedError, errorShaperOf } from './error-shape.js';
export { IdempotencyStore } from './idempotency/idempotency-store.js';
export {
  Idempotent,
  IdempotentAnswer,
  IdempotentSecret,
  NotIdempotent,
} from './idempotency/idempotency.decorators.js';
export {
  IDEMPOTENCY_METADATA,
  type RouteIdempotency,
  type SecretAnswer,
} from './idempotency/route-idempotency.js';
export { IdParam, parseId } from './ids.js';
export { parseLimit } from './limit.js';
export { linkNext } from './link-header.js';
export { QueryText } from './query-text.decorator.js';
export { scopeOf } from './request-context.js';
export { statusOf } from './status.js';
