import { type TestApp, unique } from './app.js';
import { tenantIdOf } from './tenant-rows.js';
import { type TestTenant, createProject, createTenant } from './tenant.js';

/** A tenant that has rows in every table of tenants. */
export interface PopulatedTenant extends TestTenant {
  /** The key of its rows. */
  readonly id: number;
  readonly projectId: number;
  /** Has a credential of its own and a sealed property. */
  readonly connectionId: number;
}

/** What the sealed property and the credential of a populated tenant hold. */
export const POPULATED_SECRETS = { property: 'populated-property', credential: 'populated-credential' };

export async function createPopulatedTenant(test: TestApp): Promise<PopulatedTenant> {
  const tenant = await createTenant(test);
  const projectId = await createProject(test, tenant);
  const auth = { authorization: `Bearer ${tenant.admin}` };
  const post = (path: string, body: object) =>
    test.http().post(`${tenant.base}/${path}`).set(auth).send(body).expect(201);
  const connection = await post(`projects/${projectId}/connections`, {
    name: unique('c'),
    type: 'GENERIC_JDBC',
    payload: {
      db_type: 'HANA10',
      db_or_schema: 'SALES',
      connection_properties: { trustStorePassword: POPULATED_SECRETS.property },
    },
    credential: { type: 'GENERIC_MAP', payload: { password: POPULATED_SECRETS.credential } },
  });
  await post('credentials', { name: unique('k'), type: 'TOKEN', payload: { token: 'populated-token' } });
  await post('service-accounts', { name: unique('s'), role: 'viewer' });
  const { id: connectionId } = connection.body as { id: number };
  const renamed = { name: unique('populated') };
  // Leaves a former version.
  await test.http().put(`${tenant.base}/connections/${connectionId}`).set(auth).send(renamed).expect(200);
  return { ...tenant, id: await tenantIdOf(tenant.slug), projectId, connectionId };
}
