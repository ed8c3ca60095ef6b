import { PLATFORM_KEY, type TestApp, unique } from '../app.js';
import { bearer } from '../bearer.js';
import { createTenant, redshift } from '../tenant.js';
import { FuzzTenant, type Target } from './fuzz-tenant.js';
import { SECRET_MARK } from './hostile-values.js';

const TENANTS = '/api/platform/tenants';

/** What is decided about tenants; each of a tenant of its own, which no other target needs. */
export async function ruleTargets(test: TestApp): Promise<Target[]> {
  const ruled = await FuzzTenant.create(test);
  const { slug } = await createTenant(test);
  const platform = (method: Target['method'], path: string, body: () => object): Target => ({
    method,
    path: `${TENANTS}${path}`,
    body,
    token: PLATFORM_KEY,
  });
  const of = `/${ruled.tenant.slug}`;
  return [
    platform('POST', '', () => ({ slug: unique('fuzz'), name: 'Fuzz' })),
    platform('PATCH', `/${slug}`, () => ({ name: 'Other', status: 'active' })),
    platform('PUT', `${of}/quotas`, () => ({ connections: 10, leases_per_minute: null })),
    platform('PUT', `${of}/check-policy`, () => ({ min_tls_mode: 'require' })),
    ruled.target('PATCH', '/settings', () => ({ max_lease_seconds: 600, audit_reads: true })),
    ruled.target('PUT', '/ssh-known-hosts', () => ({
      host: `${unique('h')}.example`,
      host_key: `SHA256:${'a'.repeat(43)}`,
    })),
  ];
}

const syntho = () => ({
  connector_type: 'PostgreSQLConnector',
  host: 'db.example.invalid',
  port: 5432,
  database: 'shop',
  username: 'u',
  password: SECRET_MARK,
  hooks_params: {
    SSHTunnel: { host: 'bastion.example.invalid', username: 'u', password: SECRET_MARK },
    SSL: { ssl_mode: 'require' },
  },
});

/** Checks of a tenant that may have none: the body is judged, and no driver asked. */
export async function checkTargets(test: TestApp): Promise<Target[]> {
  const still = await FuzzTenant.create(test);
  const quotas = test.http().put(`${TENANTS}/${still.tenant.slug}/quotas`).set(bearer(PLATFORM_KEY));
  await quotas.send({ checks_per_minute: 0 }).expect(200);
  const targets: Target[] = [
    { ...still.target('POST', '', syntho), path: '/api/v1/database_connections/test' },
  ];
  for (const place of still.places) {
    const id = await still.make(`${place}/connections`, redshift());
    targets.push(
      still.target('POST', `${place}/connections/test`, () => redshift()),
      still.target('POST', `${place}/connections/test`, () => ({ connection_id: id })),
      still.target('POST', `${place}/connections/${id}/test`, () => ({})),
    );
  }
  return targets;
}
