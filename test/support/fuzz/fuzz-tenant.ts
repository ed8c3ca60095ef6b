import { type TestApp, unique } from '../app.js';
import { bearer } from '../bearer.js';
import { type TestTenant, createProject, createTenant } from '../tenant.js';

/** A request that takes a body, and a body that it would accept. */
export interface Target {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly token: string;
  body(): object;
}

/** A tenant with a project, in which targets are made. */
export class FuzzTenant {
  private constructor(
    private readonly test: TestApp,
    readonly tenant: TestTenant,
    readonly projectId: number,
    readonly projectName: string,
  ) {}

  static async create(test: TestApp): Promise<FuzzTenant> {
    const tenant = await createTenant(test);
    const name = unique('p');
    return new FuzzTenant(test, tenant, await createProject(test, tenant, name), name);
  }

  /** Where objects of a tenant may be, as paths behind `/configuration`. */
  get places(): readonly string[] {
    return ['', `/projects/${this.projectId}`];
  }

  /** What a request to this tenant sends; the administrator's unless a token is given. */
  target(method: Target['method'], path: string, body: () => object, token = this.tenant.admin): Target {
    return { method, path: `${this.tenant.base}${path}`, body, token };
  }

  /** POSTs; answers what came of it. */
  async post<Made = { id: number }>(path: string, body: object, token = this.tenant.admin): Promise<Made> {
    const call = this.test.http().post(`${this.tenant.base}${path}`).set(bearer(token));
    return (await call.send(body).expect(201)).body as Made;
  }

  async make(path: string, body: object): Promise<number> {
    return (await this.post(path, body)).id;
  }

  /** GETs an address of any contract as the administrator. */
  async read<Answer>(path: string): Promise<Answer> {
    return (await this.test.http().get(path).set(bearer(this.tenant.admin)).expect(200)).body as Answer;
  }

  async put(path: string, body: object): Promise<void> {
    await this.test
      .http()
      .put(`${this.tenant.base}${path}`)
      .set(bearer(this.tenant.admin))
      .send(body)
      .expect(200);
  }

  async delete(path: string): Promise<void> {
    await this.test.http().delete(`${this.tenant.base}${path}`).set(bearer(this.tenant.admin)).expect(200);
  }
}

/** A body with nothing but a name that no other has. */
export const named = () => ({ name: unique('fuzz') });
