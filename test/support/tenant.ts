import { PLATFORM_KEY, type TestApp, unique } from './app.js';
import { userToken } from './tokens.js';

/** A tenant of one case's own, with tokens for it. */
export interface TestTenant {
  readonly slug: string;
  /** `/api/backend/<slug>/configuration` */
  readonly base: string;
  readonly admin: string;
  token(role: string, projects?: readonly number[]): string;
}

export async function createTenant(test: TestApp): Promise<TestTenant> {
  const slug = unique('t');
  await test
    .http()
    .post('/api/platform/tenants')
    .set('authorization', `Bearer ${PLATFORM_KEY}`)
    .send({ slug, name: slug })
    .expect(201);
  const token = (role: string, projects?: readonly number[]) =>
    userToken({ tenant: slug, role, ...(projects ? { projects } : {}) });
  return { slug, base: `/api/backend/${slug}/configuration`, admin: token('tenant_admin'), token };
}

/** A project of the tenant; answers its id. */
export async function createProject(test: TestApp, tenant: TestTenant, name = unique('p')): Promise<number> {
  const answer = await test
    .http()
    .post(`${tenant.base}/projects`)
    .set('authorization', `Bearer ${tenant.admin}`)
    .send({ name })
    .expect(201);
  return (answer.body as { id: number }).id;
}

/** The page's own example of a connection. */
export function redshift(name = unique('redshift')) {
  return {
    name,
    type: 'REDSHIFT',
    credential: { type: 'SIMPLE', payload: { username: 'test', password: 'test' } },
    payload: { endpoint_prefix: 'tlm-redshift02' },
  };
}
