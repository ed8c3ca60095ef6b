import { type TestApp, startTestApp } from '../support/app.js';
import { LeaseClient, fullySealed } from '../support/leases.js';
import { createProject, createTenant, redshift } from '../support/tenant.js';

describe('who may lease a connection', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const world = async () => new LeaseClient(test, await createTenant(test));
  const listed = (...ids: number[]) => ({ lease_policy: { mode: 'listed', service_account_ids: ids } });

  it('is whoever sees it: its project’s resolvers, and for a GLOBAL one all', async () => {
    const client = await world();
    const [own, other] = [await createProject(test, client.tenant), await createProject(test, client.tenant)];
    const [inOwn, inOther] = [await client.resolver([own]), await client.resolver([other])];
    const connection = await client.connection(redshift(), own);
    const global = await client.connection();
    await client.lease(connection, inOwn.key).expect(201);
    await client.lease(connection, client.tenant.token('resolver')).expect(201);
    expect((await client.lease(connection, inOther.key).expect(404)).body.code).toBe('connection_not_found');
    const byName = client.post(
      `/projects/${own}/connections/lease`,
      { name: 'x', purpose: 'p' },
      inOther.key,
    );
    expect((await byName.expect(404)).body.code).toBe('project_not_found');
    for (const { key } of [inOwn, inOther, await client.resolver([])]) {
      await client.lease(global, key).expect(201);
    }
  });

  it('is who it lists, and then no user', async () => {
    const client = await world();
    const [one, two] = [await client.resolver(), await client.resolver()];
    const id = await client.connection({ ...fullySealed(), ...listed(two.id, one.id, one.id) });
    const shown = await client.get(`/connections/${id}`).expect(200);
    expect(shown.body.lease_policy).toEqual(listed(one.id, two.id).lease_policy);
    await client.lease(id, one.key).expect(201);
    for (const token of [(await client.resolver()).key, client.tenant.token('resolver')]) {
      expect((await client.lease(id, token).expect(403)).body.code).toBe('lease_not_permitted');
    }
    await client.put(`/connections/${id}`, listed(two.id)).expect(200);
    await client.lease(id, one.key).expect(403);
    const opened = await client.put(`/connections/${id}`, { lease_policy: null }).expect(200);
    expect(opened.body).toMatchObject({ version: 3, lease_policy: { mode: 'scope' } });
    await client.lease(id, client.tenant.token('resolver')).expect(201);
  });

  it('names accounts that there are, and may keep one that is gone', async () => {
    const [client, elsewhere] = [await world(), await world()];
    const [own, foreign] = [await client.resolver(), await elsewhere.resolver()];
    const refused = await client
      .post('/connections', { ...redshift(), ...listed(own.id, foreign.id) })
      .expect(422);
    expect(refused.body.errors).toEqual([
      { path: 'lease_policy.service_account_ids[1]', rule: 'exists', message: expect.any(String) },
    ]);
    const id = await client.connection({ ...redshift(), ...listed(own.id) });
    await client.put(`/connections/${id}`, listed(own.id, foreign.id)).expect(422);
    await client.delete(`/service-accounts/${own.id}`).expect(200);
    const shown = await client.get(`/connections/${id}`).expect(200);
    const same = await client.put(`/connections/${id}`, shown.body as object).expect(200);
    expect(same.body.version).toBe(1);
    await client.put(`/connections/${id}`, { name: 'renamed' }).expect(200);
  });

  it.each([
    ['a text', 'all', 'lease_policy', 'object'],
    ['another mode', { mode: 'everybody' }, 'lease_policy.mode', 'one_of'],
    ['a list without ids', { mode: 'listed' }, 'lease_policy.service_account_ids', 'ids'],
    ['names', { mode: 'listed', service_account_ids: ['1'] }, 'lease_policy.service_account_ids', 'ids'],
    [
      'ids that nobody lists',
      { mode: 'scope', service_account_ids: [1] },
      'lease_policy.service_account_ids',
      'mode',
    ],
    ['what there is not', { mode: 'scope', roles: [] }, 'lease_policy.roles', 'unknown'],
  ])('is not said by %s', async (_, policy, path, rule) => {
    const client = await world();
    const error = { path, rule, message: expect.any(String) };
    const made = await client.post('/connections', { ...redshift(), lease_policy: policy }).expect(422);
    expect(made.body.errors).toEqual([error]);
    const id = await client.connection(redshift());
    const changed = await client.put(`/connections/${id}`, { lease_policy: policy }).expect(422);
    expect(changed.body.errors).toEqual([error]);
  });
});
