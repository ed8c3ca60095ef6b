/** Where in the contract's paths a connection is. */
export interface ProjectPlace {
  /** Absent on the data plane, where the token says whose it is. */
  readonly organization?: string;
  readonly project: string;
}

const RESOURCE = /^\/?(?:api\/v0\/)?(?:organizations\/([^/]+)\/)?projects\/([^/]+)\/connections\/([^/]+)$/;

/** The path of a connection. */
export function resourceOf({ organization, project }: ProjectPlace, name: string): string {
  const head = organization === undefined ? '' : `/organizations/${organization}`;
  return `/api/v0${head}/projects/${project}/connections/${name}`;
}

/** What such a path names; undefined for any other text. */
export function readResource(resource: unknown): (ProjectPlace & { readonly name: string }) | undefined {
  const [, organization, project, name] = (typeof resource === 'string' && RESOURCE.exec(resource)) || [];
  if (project === undefined || name === undefined) return undefined;
  return { ...(organization === undefined ? {} : { organization }), project, name };
}
