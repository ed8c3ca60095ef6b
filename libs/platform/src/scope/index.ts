export { type Principal, type ProjectAccess, type Scope, isTenantWide, seesProject } from './scope.js';
