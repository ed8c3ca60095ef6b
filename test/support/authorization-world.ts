import { PLATFORM_KEY, type TestApp, unique } from './app.js';
import { foundTable } from './found-table.js';
import { routeAddress } from './route-address.js';
import { send } from './send.js';
import { type TestTenant, createProject, createTenant, redshift } from './tenant.js';

/** A tenant with a project: where the objects of a request are. */
export interface Home {
  readonly tenant: TestTenant;
  readonly project: number;
}

/** What is filled into a route's address and sent. */
export interface ValidRequest {
  /** For the parameters besides `:tenant` and `:projectId`; it may name another project too. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: string;
  readonly body?: object;
}

/** Makes the objects that a valid request needs, beneath the tenant or beneath its project. */
export class RequestPlace {
  constructor(
    private readonly test: TestApp,
    readonly home: Home,
    readonly beneathProject: boolean,
  ) {}

  /** POSTs as the tenant's administrator, relative to the place; answers the new object. */
  async make(path: string, body: object): Promise<{ id: number }> {
    const { tenant, project } = this.home;
    const place = this.beneathProject ? `${tenant.base}/projects/${project}` : tenant.base;
    return this.post(`${place}/${path}`, body, tenant.admin);
  }

  /** PUTs or DELETEs as the tenant's administrator, relative to the place. */
  async change(method: 'PUT' | 'DELETE', path: string, body: object = {}): Promise<void> {
    const { tenant, project } = this.home;
    const place = this.beneathProject ? `${tenant.base}/projects/${project}` : tenant.base;
    await this.send(method, `${place}/${path}`, body, tenant.admin);
  }

  /** GETs any address as the tenant's administrator. */
  async read<Answer>(path: string): Promise<Answer> {
    const { tenant } = this.home;
    const { status, text } = await send(this.test, { method: 'GET', path, credential: tenant.admin });
    if (status >= 300) throw new Error(`GET ${path} answered ${status}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** Another project of the same tenant. */
  async makeProject(): Promise<number> {
    return createProject(this.test, this.home.tenant);
  }

  /** Another tenant; answers its slug. */
  async makeTenant(): Promise<string> {
    const slug = unique('t');
    await this.post('/api/platform/tenants', { slug, name: slug }, PLATFORM_KEY);
    return slug;
  }

  /** An SSH server whose key the tenant knows; answers its name. */
  async approveHost(): Promise<string> {
    const { tenant } = this.home;
    const host = `${unique('h')}.example`;
    const body = { host, host_key: `SHA256:${'a'.repeat(43)}` };
    await this.send('PUT', `${tenant.base}/ssh-known-hosts`, body, tenant.admin);
    return host;
  }

  /** A lease that the tenant's resolver holds, of a new connection of the place. */
  async lease(wrap = false): Promise<{ lease_id: number; wrap_token?: string }> {
    const { id } = await this.make('connections', redshift());
    const { tenant } = this.home;
    const path = `${tenant.base}/connections/${id}/lease`;
    const body = { purpose: 'matrix', wrap };
    return (await this.send('POST', path, body, tenant.token('resolver'))) as { lease_id: number };
  }

  /** A table of a new connection, as a discovery would have found it; answers its id. */
  async makeTable(connection: object): Promise<number> {
    const { id } = await this.make('connections', connection);
    return foundTable(id);
  }

  private async post(path: string, body: object, credential: string): Promise<{ id: number }> {
    return (await this.send('POST', path, body, credential)) as { id: number };
  }

  private async send(method: string, path: string, body: object, credential: string): Promise<unknown> {
    const { status, text } = await send(this.test, { method, path, body, credential });
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return JSON.parse(text);
  }
}

/** Two tenants, and a project that the bound principals of the first cannot see. */
export interface AuthorizationWorld {
  readonly own: Home;
  readonly sibling: Home;
  readonly other: Home;
}

export async function createWorld(test: TestApp): Promise<AuthorizationWorld> {
  const [tenant, foreign] = [await createTenant(test), await createTenant(test)];
  return {
    own: { tenant, project: await createProject(test, tenant) },
    sibling: { tenant, project: await createProject(test, tenant) },
    other: { tenant: foreign, project: await createProject(test, foreign) },
  };
}

/** The address of a request to a route. */
export function addressOf(path: string, { tenant, project }: Home, request: ValidRequest): string {
  const url = routeAddress(path, { projectId: project, tenant: tenant.slug, ...request.params });
  return request.query ? `${url}?${request.query}` : url;
}

/** True for a route whose path names a project, by its id or by its name. */
export function isBeneathProject(route: string): boolean {
  return /\/:project(?:Id)?(?:\/|$)/.test(route);
}
