import { redshift } from '../tenant.js';
import type { FuzzTenant, Target } from './fuzz-tenant.js';

const WRAPPED = 4;

/**
 * The routes of leases. Their answers show the connection's secrets, which are no mark here.
 *
 * @param apart - a tenant whose leases may end all at once
 */
export async function leaseTargets(home: FuzzTenant, apart: FuzzTenant): Promise<Target[]> {
  const resolver = home.tenant.token('resolver');
  const wish = { purpose: 'fuzz', ttl_seconds: 60 };
  const own = redshift();
  const id = await home.make('/connections', redshift());
  await home.make(`/projects/${home.projectId}/connections`, own);
  const lease = (wrap: boolean) =>
    home.post<{ lease_id: number; wrap_token: string }>(
      `/connections/${id}/lease`,
      { ...wish, wrap },
      resolver,
    );
  const { lease_id: held } = await lease(false);
  const tokens: string[] = [];
  for (let count = 0; count < WRAPPED; count += 1) tokens.push((await lease(true)).wrap_token);
  let next = 0;
  const ended = await apart.make('/connections', redshift());
  return [
    home.target('POST', `/connections/${id}/lease`, () => ({ ...wish, wrap: false }), resolver),
    home.target(
      'POST',
      `/projects/${home.projectId}/connections/lease`,
      () => ({ ...wish, name: own.name, wrap: true }),
      resolver,
    ),
    home.target('POST', `/leases/${held}/renew`, () => ({ ttl_seconds: 60 }), resolver),
    {
      method: 'POST',
      path: '/api/leases/unwrap',
      token: resolver,
      body: () => ({ token: tokens[next++ % WRAPPED]! }),
    },
    apart.target('POST', `/connections/${ended}/leases/revoke`, () => ({})),
    apart.target('POST', '/leases/revoke', () => ({})),
  ];
}
