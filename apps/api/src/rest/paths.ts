/** Where a tenant's configuration is. */
export const TENANT_PATH = 'api/backend/:tenant/configuration';

/** A resource that exists beneath the tenant and beneath each project. */
export function inBothScopes(path: string): string[] {
  return [path, `projects/:projectId/${path}`];
}
