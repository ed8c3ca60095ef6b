import jwt from 'jsonwebtoken';
import { createPublicKey } from 'node:crypto';
import { PLATFORM_KEY, TEST_PUBLIC_URL, type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { withClient } from '../support/databases.js';
import { tenantIdOf } from '../support/tenant-rows.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';
import { createAccount, requestToken, tokenFor } from '../support/token-client.js';
import { userToken } from '../support/tokens.js';

describe('tokens of service accounts', () => {
  let test: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    [test, second] = await Promise.all([startTestApp(), startTestApp()]);
  });
  afterAll(() => Promise.all([test.close(), second.close()]));

  /** What each instance answers: on a route that trusts its memory first, and on one that does not. */
  const statusesOf = async (tenant: TestTenant, token: string) => {
    const statuses = [];
    for (const app of [test, second])
      for (const path of ['connections', 'projects'])
        statuses.push((await app.http().get(`${tenant.base}/${path}`).set(bearer(token))).status);
    return statuses;
  };
  const WORKS = [200, 200, 200, 200];
  const REFUSED = [401, 401, 401, 401];
  const rotate = async (tenant: TestTenant, id: number, overlap_seconds: number) => {
    const path = `${tenant.base}/service-accounts/${id}/rotate`;
    const { body } = await test
      .http()
      .post(path)
      .set(bearer(tenant.admin))
      .send({ overlap_seconds })
      .expect(200);
    return (body as { api_key: string }).api_key;
  };

  it('say who made them, for whom, for how long and for what (RFC 9068)', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant, { role: 'operator' });
    const tenantId = await tenantIdOf(tenant.slug);
    const answer = await requestToken(test, account, { client_id: `${tenantId}-${account.id}` }).expect(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['pragma']).toBe('no-cache');
    const byKey = await test.http().get('/api/auth/me').set(bearer(account.api_key)).expect(200);
    const { access_token: token, scope, ...rest } = answer.body as { access_token: string; scope: string };
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 900 });
    expect(scope.split(' ').sort()).toEqual(
      [...(byKey.body as { permissions: string[] }).permissions].sort(),
    );
    const { header, payload } = jwt.decode(token, { complete: true })!;
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.stringMatching(/^[\w-]{43}$/) });
    const { iat, exp } = payload as { iat: number; exp: number };
    expect(exp - iat).toBe(900);
    expect(payload).toEqual({
      iss: TEST_PUBLIC_URL,
      aud: TEST_PUBLIC_URL,
      sub: `${tenantId}-${account.id}`,
      client_id: `${tenantId}-${account.id}`,
      tenant: tenant.slug,
      role: 'operator',
      scope,
      key: expect.stringMatching(/^[\w-]{12}$/),
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat,
      exp,
    });
    for (const app of [test, second]) {
      const me = await app.http().get('/api/auth/me').set(bearer(token)).expect(200);
      expect(me.body).toMatchObject({
        kind: 'service_account',
        id: String(account.id),
        name: `${account.name}@${tenant.slug}`,
        role: 'operator',
        tenant: tenant.slug,
        projects: null,
      });
      expect((me.body as { permissions: string[] }).permissions.join(' ')).toBe(scope);
    }
  });

  it('are proven by the published keys', async () => {
    const tenant = await createTenant(test);
    const token = await tokenFor(test, await createAccount(test, tenant));
    const { kid } = jwt.decode(token, { complete: true })!.header;
    const { body } = await second.http().get('/.well-known/openid-configuration').expect(200);
    expect(body).toMatchObject({
      issuer: TEST_PUBLIC_URL,
      token_endpoint: `${TEST_PUBLIC_URL}/api/auth/token`,
      jwks_uri: `${TEST_PUBLIC_URL}/.well-known/jwks.json`,
      scopes_supported: expect.arrayContaining(['connections:read']),
    });
    let published: Record<string, string> | undefined;
    // The other instance may have read the set a moment before somebody changed keys.
    while (!published) {
      const jwks = await second.http().get('/.well-known/jwks.json').expect(200);
      const keys = (jwks.body as { keys: Record<string, string>[] }).keys;
      expect(keys.every((key) => !('d' in key))).toBe(true);
      published = keys.find((one) => one['kid'] === kid);
    }
    const key = createPublicKey({ key: published, format: 'jwk' });
    expect(jwt.verify(token, key, { algorithms: ['ES256'], issuer: TEST_PUBLIC_URL })).toMatchObject({
      tenant: tenant.slug,
    });
  });

  it('do what they are narrowed to, and nothing else', async () => {
    const tenant = await createTenant(test);
    const [own, sibling] = [await createProject(test, tenant), await createProject(test, tenant)];
    const account = await createAccount(test, tenant, { role: 'tenant_admin' });
    const token = await tokenFor(test, account, `connections:read connections:write project:${own}`);
    const as = bearer(token);
    const http = second.http();
    await http.post(`${tenant.base}/projects/${own}/connections`).set(as).send(redshift()).expect(201);
    await http.get(`${tenant.base}/projects/${own}/connections`).set(as).expect(200);
    await http.get(`${tenant.base}/projects/${sibling}/connections`).set(as).expect(404);
    await http.get(`${tenant.base}/projects/${own}/credentials`).set(as).expect(403);
    // What only the whole tenant's administrator may do: nothing of that is left.
    await http.post(`${tenant.base}/connections`).set(as).send(redshift()).expect(403);
    await http.post(`${tenant.base}/projects`).set(as).send({ name: 'p' }).expect(403);
    const escape = { name: 'r', role: 'tenant_admin' };
    await http.post(`${tenant.base}/service-accounts`).set(as).send(escape).expect(403);
    await http.get('/api/auth/me').set(as).expect(403);
    const refused = await requestToken(test, account, { scope: `project:${own} service_accounts:manage` });
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_scope']);
  });

  it('end with the account, at once and on every instance', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant);
    const token = await tokenFor(test, account);
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
    await test
      .http()
      .delete(`${tenant.base}/service-accounts/${account.id}`)
      .set(bearer(tenant.admin))
      .expect(200);
    expect(await statusesOf(tenant, token)).toEqual(REFUSED);
    const refused = await second.http().get(`${tenant.base}/connections`).set(bearer(token));
    expect(refused.body).toMatchObject({ code: 'credential_invalid' });
  });

  it('write nothing through an instance that remembers them after the account is gone', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant, { role: 'tenant_admin' });
    const token = await tokenFor(second, account);
    const write = () => second.http().post(`${tenant.base}/connections`).set(bearer(token)).send(redshift());
    await write().expect(201);
    await test
      .http()
      .delete(`${tenant.base}/service-accounts/${account.id}`)
      .set(bearer(tenant.admin))
      .expect(200);
    await write().expect(401);
  });

  it('end with the API key that they were got for', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant);
    const token = await tokenFor(test, account);
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
    const next = { ...account, api_key: await rotate(tenant, account.id, 0) };
    expect(await statusesOf(tenant, token)).toEqual(REFUSED);
    expect(await statusesOf(tenant, await tokenFor(second, next))).toEqual(WORKS);
  });

  it('live as long as the overlap of that key', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant);
    const token = await tokenFor(test, account);
    const next = { ...account, api_key: await rotate(tenant, account.id, 3600) };
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
    const late = await tokenFor(second, account);
    const fresh = await tokenFor(second, next);
    expect(await statusesOf(tenant, late)).toEqual(WORKS);
    // The hour passes.
    await withClient('superuser', async (client) => {
      const id = await tenantIdOf(tenant.slug);
      await client.query(
        `update service_accounts set previous_key_expires_at = now() - interval '1 second' where tenant_id = $1`,
        [id],
      );
      await client.query('update tenants set access_epoch = access_epoch + 1 where id = $1', [id]);
    });
    expect(await statusesOf(tenant, token)).toEqual(REFUSED);
    expect(await statusesOf(tenant, late)).toEqual(REFUSED);
    expect(await statusesOf(tenant, fresh)).toEqual(WORKS);
  });

  it('stop while the tenant is suspended', async () => {
    const tenant = await createTenant(test);
    const token = await tokenFor(test, await createAccount(test, tenant));
    const set = (status: string) =>
      test
        .http()
        .patch(`/api/platform/tenants/${tenant.slug}`)
        .set(bearer(PLATFORM_KEY))
        .send({ status })
        .expect(200);
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
    await set('suspended');
    expect(await statusesOf(tenant, token)).toEqual([403, 403, 403, 403]);
    await set('active');
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
  });

  it('belong to their tenant', async () => {
    const [tenant, other] = [await createTenant(test), await createTenant(test)];
    const token = await tokenFor(test, await createAccount(test, tenant, { role: 'tenant_admin' }));
    expect(await statusesOf(other, token)).toEqual([404, 404, 404, 404]);
  });

  it('are no tokens of ours where another issuer signed them, or they are of another kind', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant);
    const token = await tokenFor(test, account);
    const [head, body, signature] = token.split('.') as [string, string, string];
    const claims = jwt.decode(token, { json: true })!;
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
    const jwks = await test.http().get('/.well-known/jwks.json');
    const publicKey = JSON.stringify((jwks.body as { keys: object[] }).keys[0]);
    const forged = [
      `${encode({ ...header, alg: 'none' })}.${body}.`,
      `${head}.${encode({ ...claims, role: 'tenant_admin', scope: 'audit:read' })}.${signature}`,
      `${encode({ ...header, typ: 'JWT' })}.${body}.${signature}`,
      jwt.sign({ ...claims }, publicKey, { header: { ...header, alg: 'HS256' } }),
      userToken(
        { tenant: tenant.slug, role: 'viewer' },
        { options: { issuer: TEST_PUBLIC_URL, audience: TEST_PUBLIC_URL } },
      ),
    ];
    for (const one of forged) expect(await statusesOf(tenant, one)).toEqual(REFUSED);
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
  });

  it('are in the audit, with their scope and without themselves', async () => {
    const tenant = await createTenant(test);
    const account = await createAccount(test, tenant);
    const token = await tokenFor(test, account, 'connections:read');
    const { body } = await test
      .http()
      .get(`${tenant.base}/audit-events?action=token.issue`)
      .set(bearer(tenant.admin))
      .expect(200);
    expect(body).toMatchObject([
      {
        actor: `${account.name}@${tenant.slug}`,
        entity: 'service_account',
        entity_id: String(account.id),
        after: { token_id: jwt.decode(token, { json: true })!.jti, scope: 'connections:read' },
      },
    ]);
    const signature = token.split('.')[2]!;
    expect(JSON.stringify(body) + test.logged.join('')).not.toContain(signature);
  });
});
