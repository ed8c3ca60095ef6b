import type { Test } from 'supertest';
import { PLATFORM_KEY, type TestApp, unique } from './app.js';
import { bearer } from './bearer.js';
import { withClient } from './databases.js';
import type { TestTenant } from './tenant.js';
import { tenantIdOf } from './tenant-rows.js';

/** A service account that may lease, with its key. */
export interface Resolver {
  readonly id: number;
  readonly key: string;
}

/** The secrets of {@link fullySealed}. */
export const LEASED = {
  password: 'leased-password',
  ssh: 'leased-ssh-password',
  property: 'leased-property',
};

/** A connection with a secret in each kind of place: credential, payload and transport. */
export function fullySealed(name = unique('leased')) {
  return {
    name,
    type: 'GENERIC_JDBC',
    payload: {
      db_type: 'HANA10',
      db_or_schema: 'SALES',
      connection_properties: { trustStorePassword: LEASED.property, size: '5' },
    },
    transport: { ssh: { host: 'bastion.example', username: 'tunnel', password: LEASED.ssh } },
    credential: { type: 'GENERIC_MAP', payload: { username: 'reader', password: LEASED.password } },
  };
}

/** The calls of the lease routes, by one tenant's principals. */
export class LeaseClient {
  constructor(
    private readonly test: TestApp,
    readonly tenant: TestTenant,
  ) {}

  /** The same tenant, by way of another instance. */
  through(other: TestApp): LeaseClient {
    return new LeaseClient(other, this.tenant);
  }

  async resolver(projects?: readonly number[], role = 'resolver'): Promise<Resolver> {
    const body = { name: unique('resolver'), role, ...(projects ? { project_ids: projects } : {}) };
    const made = await this.post('/service-accounts', body).expect(201);
    return { id: made.body.id as number, key: made.body.api_key as string };
  }

  async connection(body: object = fullySealed(), project?: number): Promise<number> {
    const place = project === undefined ? '' : `/projects/${project}`;
    return (await this.post(`${place}/connections`, body).expect(201)).body.id as number;
  }

  /** As the tenant's administrator unless a token is given. */
  post(path: string, body?: object, token = this.tenant.admin): Test {
    const call = this.test.http().post(`${this.tenant.base}${path}`).set(bearer(token));
    return body === undefined ? call : call.send(body);
  }

  put(path: string, body: object): Test {
    return this.test.http().put(`${this.tenant.base}${path}`).set(bearer(this.tenant.admin)).send(body);
  }

  get(path: string, token = this.tenant.admin): Test {
    return this.test.http().get(`${this.tenant.base}${path}`).set(bearer(token));
  }

  delete(path: string, token = this.tenant.admin): Test {
    return this.test.http().delete(`${this.tenant.base}${path}`).set(bearer(token));
  }

  lease(connection: number, token: string, body: object = {}): Test {
    return this.post(`/connections/${connection}/lease`, { purpose: 'a test', ...body }, token);
  }

  async wrap(connection: number, token: string, body: object = {}): Promise<string> {
    const answer = await this.lease(connection, token, { ...body, wrap: true }).expect(201);
    return answer.body.wrap_token as string;
  }

  unwrap(wrapToken: string, token: string): Test {
    return this.test.http().post('/api/leases/unwrap').set(bearer(token)).send({ token: wrapToken });
  }

  suspend(status: 'suspended' | 'active' = 'suspended'): Test {
    return this.test
      .http()
      .patch(`/api/platform/tenants/${this.tenant.slug}`)
      .set(bearer(PLATFORM_KEY))
      .send({ status });
  }

  quotas(quotas: object): Test {
    return this.test
      .http()
      .put(`/api/platform/tenants/${this.tenant.slug}/quotas`)
      .set(bearer(PLATFORM_KEY))
      .send(quotas);
  }

  /** Moves a lease's end into the past, as if its time had gone by. */
  async expire(leaseId: number, secondsAgo = 1): Promise<void> {
    await this.moveBack('expires_at', leaseId, secondsAgo);
  }

  /** Moves the time when a lease was revoked into the past. */
  async revokedBefore(leaseId: number, secondsAgo: number): Promise<void> {
    await this.moveBack('revoked_at', leaseId, secondsAgo);
  }

  private async moveBack(
    column: 'expires_at' | 'revoked_at',
    leaseId: number,
    seconds: number,
  ): Promise<void> {
    const tenantId = await tenantIdOf(this.tenant.slug);
    await withClient('superuser', (client) =>
      client.query(
        `update leases set ${column} = now() - make_interval(secs => $3) where tenant_id = $1 and id = $2`,
        [tenantId, leaseId, seconds],
      ),
    );
  }
}
