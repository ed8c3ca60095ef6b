import { forbidden } from '#platform/errors';
import type { Scope } from '#platform/scope';

/** GLOBAL objects serve every project, so only who answers for the tenant writes them. */
export function requireWriteIn(scope: Scope, projectId: number | null): void {
  if (projectId !== null || scope.permissions.has('global:write')) return;
  throw forbidden('global_scope_forbidden', 'Only a tenant_admin writes in GLOBAL scope.');
}
