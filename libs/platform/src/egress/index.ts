export { hostBehindBastion } from './behind-bastion.js';
export { EgressError, type EgressErrorCode } from './egress-error.js';
export { createEgress, type EgressOptions } from './create-egress.js';
export type {
  ConnectOptions,
  Dial,
  Egress,
  LocalForward,
  LocalListener,
  LocalProxy,
  ProxyFailure,
  ProxyOptions,
  ProxyTarget,
} from './egress.js';
export { type GetLimits, getText } from './get-text.js';
export type { GuardOptions } from './guard/guard.js';
export { installEgressGuard } from './guard/install-guard.js';
export { resolveOwnNames } from './own-names.js';
export { EgressPolicy, type EgressRules } from './policy.js';
export type { ResolvedAddress, Resolve } from './resolve.js';
