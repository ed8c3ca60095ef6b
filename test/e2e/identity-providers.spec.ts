import { PLATFORM_KEY, TEST_PUBLIC_URL, type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { TEST_AUDIENCE, TEST_ISSUER } from '../support/tokens.js';

describe('identity providers', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const pathOf = (tenant: TestTenant) => `${tenant.base}/identity-providers`;
  const good = () => ({
    name: 'okta',
    issuer: `https://${unique('issuer')}.example`,
    audience: 'patchbay',
    jwks_uri: 'https://login.example/keys',
    algorithms: ['RS256'],
  });
  const post = (tenant: TestTenant, body: object) =>
    test.http().post(pathOf(tenant)).set(bearer(tenant.admin)).send(body);
  const put = (tenant: TestTenant, id: number, body: object, ifMatch?: string) =>
    test
      .http()
      .put(`${pathOf(tenant)}/${id}`)
      .set({ ...bearer(tenant.admin), ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) })
      .send(body);

  it('is protected', async () => {
    const tenant = await createTenant(test);
    await test.http().get(pathOf(tenant)).expect(401);
    for (const role of ['viewer', 'editor', 'resolver']) {
      const auth = bearer(tenant.token(role));
      await test.http().get(pathOf(tenant)).set(auth).expect(403);
      await test.http().post(pathOf(tenant)).set(auth).send(good()).expect(403);
    }
  });

  it('are made, shown, changed and deleted, each with a version and an event', async () => {
    const tenant = await createTenant(test);
    const body = { ...good(), claims: { role: 'https://acme.example/role' } };
    const made = await post(tenant, body).expect(201);
    expect(made.headers['etag']).toBe('"1"');
    const view = made.body as { id: number };
    expect(view).toEqual({
      ...body,
      id: expect.any(Number),
      claims: { sub: 'sub', email: 'email', role: 'https://acme.example/role', projects: 'projects' },
      created_by: `tenant_admin@${tenant.slug}.test`,
      created_at: expect.stringMatching(/\.\d{3}Z$/),
      updated_by: `tenant_admin@${tenant.slug}.test`,
      updated_at: expect.stringMatching(/\.\d{3}Z$/),
      version: 1,
    });
    const auth = bearer(tenant.admin);
    const one = `${pathOf(tenant)}/${view.id}`;
    expect((await test.http().get(one).set(auth).expect(200)).body).toEqual(view);
    expect((await test.http().get(pathOf(tenant)).set(auth).expect(200)).body).toEqual([view]);
    // What was read, sent back, changes nothing.
    expect((await put(tenant, view.id, view).expect(200)).body).toEqual(view);
    await put(tenant, view.id, { audience: 'other' }, '"2"').expect(412);
    const changed = await put(tenant, view.id, { claims: { email: 'mail' } }, '"1"').expect(200);
    expect(changed.body).toMatchObject({
      version: 2,
      claims: { sub: 'sub', email: 'mail', role: 'https://acme.example/role' },
    });
    await test
      .http()
      .delete(one)
      .set({ ...auth, 'if-match': '"1"' })
      .expect(412);
    const gone = await test.http().delete(one).set(auth).expect(200);
    expect(gone.body).toEqual({ message: 'Identity provider was deleted successfully' });
    await test.http().get(one).set(auth).expect(404);
    const events = await test.http().get(`${tenant.base}/audit-events?entity=identity_provider`).set(auth);
    expect((events.body as { action: string }[]).map(({ action }) => action)).toEqual([
      'identity_provider.delete',
      'identity_provider.update',
      'identity_provider.create',
    ]);
  });

  it.each<[object, string]>([
    [{ name: '' }, 'name'],
    [{ name: null }, 'name'],
    [{ issuer: '' }, 'issuer'],
    [{ issuer: null }, 'issuer'],
    [{ audience: null }, 'audience'],
    [{ jwks_uri: null }, 'jwks_uri'],
    [{ algorithms: null }, 'algorithms'],
    [{ issuer: ' https://issuer.example' }, 'issuer'],
    [{ audience: 'a\u0000b' }, 'audience'],
    [{ audience: 7 }, 'audience'],
    [{ jwks_uri: 'http://login.example/keys' }, 'jwks_uri'],
    [{ jwks_uri: 'http://127.0.0.1/keys' }, 'jwks_uri'],
    [{ jwks_uri: 'https://user:password@login.example/keys' }, 'jwks_uri'],
    [{ jwks_uri: 'file:///etc/passwd' }, 'jwks_uri'],
    [{ jwks_uri: 'keys' }, 'jwks_uri'],
    [{ algorithms: [] }, 'algorithms'],
    [{ algorithms: ['HS256'] }, 'algorithms'],
    [{ algorithms: ['RS256', 'none'] }, 'algorithms'],
    [{ algorithms: ['RS256', 'RS256'] }, 'algorithms'],
    [{ algorithms: 'RS256' }, 'algorithms'],
    [{ claims: { tenant: 'org' } }, 'claims.tenant'],
    [{ claims: { role: 7 } }, 'claims.role'],
    [{ tenant: 'another' }, 'tenant'],
  ])('are refused with %j', async (bad, path) => {
    const tenant = await createTenant(test);
    const answer = await post(tenant, { ...good(), ...bad }).expect(422);
    expect(answer.body.errors).toEqual([{ path, rule: expect.any(String), message: expect.any(String) }]);
    const made = await post(tenant, good()).expect(201);
    const changed = await put(tenant, (made.body as { id: number }).id, bad).expect(422);
    expect(changed.body.errors).toMatchObject([{ path }]);
  });

  it('trust an issuer once for each audience, whoever trusts it', async () => {
    const [tenant, other] = [await createTenant(test), await createTenant(test)];
    const body = good();
    await post(tenant, body).expect(201);
    const taken = await post(other, body).expect(409);
    expect(taken.body).toMatchObject({ code: 'issuer_taken' });
    const made = await post(other, { ...body, audience: 'patchbay-other' }).expect(201);
    const moved = await put(other, (made.body as { id: number }).id, { audience: body.audience }).expect(409);
    expect(moved.body).toMatchObject({ code: 'issuer_taken' });
    const named = await post(tenant, { ...good(), name: 'OKTA' }).expect(409);
    expect(named.body).toMatchObject({ code: 'identity_provider_exists' });
    for (const [issuer, audience] of [
      [TEST_ISSUER, TEST_AUDIENCE],
      [TEST_PUBLIC_URL, 'any'],
    ]) {
      const answer = await post(tenant, { ...good(), name: 'mine', issuer, audience }).expect(409);
      expect(answer.body).toMatchObject({ code: 'issuer_taken' });
    }
    // One that was given up is free.
    const list = await test.http().get(pathOf(tenant)).set(bearer(tenant.admin)).expect(200);
    const [{ id }] = list.body as [{ id: number }];
    await test
      .http()
      .delete(`${pathOf(tenant)}/${id}`)
      .set(bearer(tenant.admin))
      .expect(200);
    await post(other, { ...body, name: 'again' }).expect(201);
  });

  it('are gone with their tenant, and their issuer is free', async () => {
    const [tenant, other] = [await createTenant(test), await createTenant(test)];
    const body = good();
    await post(tenant, body).expect(201);
    await test
      .http()
      .delete(`/api/platform/tenants/${tenant.slug}?force=true`)
      .set(bearer(PLATFORM_KEY))
      .expect(200);
    await post(other, body).expect(201);
  });
});
