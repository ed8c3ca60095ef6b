import { forbidden } from '#platform/errors';
import { type Scope, isTenantWide } from '#platform/scope';

/** GLOBAL objects serve every project, so only who answers for the tenant writes them. */
export function requireWriteIn(scope: Scope, projectId: number | null): void {
  if (projectId !== null || scope.permissions.has('global:write')) return;
  throw forbidden('global_scope_forbidden', 'Only a tenant_admin writes in GLOBAL scope.');
}

/** GLOBAL connections hold secrets of the whole tenant: who is bound to projects does not use them. */
export function requireTestIn(scope: Scope, projectId: number | null): void {
  if (projectId !== null || isTenantWide(scope)) return;
  throw forbidden('global_scope_forbidden', 'Only who sees the whole tenant tests GLOBAL connections.');
}
