import { TENANT_TABLES } from '#core';
import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { rowsOfTenant, tablesWithTenantId, tenantIdOf } from '../support/tenant-rows.js';
import { createProject, createTenant, redshift } from '../support/tenant.js';

const TENANTS = '/api/platform/tenants';
const platform = bearer(PLATFORM_KEY);

describe('tenants', () => {
  let test: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    [test, second] = await Promise.all([startTestApp(), startTestApp()]);
  });
  afterAll(() => Promise.all([test.close(), second.close()]));

  const create = (body: object) => test.http().post(TENANTS).set(platform).send(body);
  const patch = (slug: string, body: object) =>
    test.http().patch(`${TENANTS}/${slug}`).set(platform).send(body);

  it('is protected', async () => {
    const tenant = await createTenant(test);
    const answer = await test.http().get(TENANTS).expect(401);
    expect(answer.body).toMatchObject({ code: 'credential_missing', status: 401 });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    const refused = await test.http().get(TENANTS).set(bearer(tenant.admin)).expect(403);
    expect(refused.body).toMatchObject({ code: 'permission_denied' });
  });

  it('makes one and shows it', async () => {
    const slug = unique('t');
    const made = await create({ slug, name: '  Ünïcode GmbH ' }).expect(201);
    expect(made.body).toEqual({
      slug,
      name: 'Ünïcode GmbH',
      status: 'active',
      created_by: 'platform-admin',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: made.body.created_at,
      version: 1,
    });
    expect(made.headers['etag']).toBe('"1"');
    const got = await test.http().get(`${TENANTS}/${slug}`).set(platform).expect(200);
    expect(got.body).toEqual(made.body);
    const list = await test.http().get(TENANTS).set(platform).expect(200);
    expect(list.body).toContainEqual(made.body);
  });

  it.each([
    ['a', 'one letter'],
    ['0-_', 'a digit first'],
    ['x'.repeat(63), '63 characters'],
  ])('takes the slug %s: %s', async (slug) => {
    const answer = await create({ slug, name: 'n' });
    expect(answer.status).toBe(201);
    await test.http().delete(`${TENANTS}/${slug}`).set(platform).expect(200);
  });

  it.each([
    ['', 'empty'],
    ['x'.repeat(64), '64 characters'],
    ['Acme', 'a capital'],
    ['-acme', 'a dash first'],
    ['_acme', 'an underscore first'],
    ['ac me', 'a blank'],
    ['acme\n', 'a line break'],
    ['acme/x', 'a slash'],
    ['acmé', 'an accent'],
    ['a\u0000', 'a NUL'],
    [7, 'a number'],
    [null, 'null'],
  ])('refuses the slug %j: %s', async (slug, _why) => {
    const answer = await create({ slug, name: 'n' }).expect(422);
    expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ path: 'slug' }] });
  });

  it.each([
    [{ slug: 'fine' }, 'name', 'isString'],
    [{ slug: 'fine', name: ' ' }, 'name', 'length'],
    [{ slug: 'fine', name: 'a\u0007b' }, 'name', 'characters'],
    [{ slug: 'fine', name: 'n', status: 'active' }, 'status', 'unknown'],
    [{ name: 'n' }, 'slug', 'isString'],
  ])('refuses %j, naming %s and %s', async (body, path, rule) => {
    const answer = await create(body).expect(422);
    expect(answer.body.errors).toEqual([{ path, rule, message: expect.any(String) }]);
  });

  it('knows the longest name and one beyond', async () => {
    const { slug } = await createTenant(test);
    await patch(slug, { name: 'é'.repeat(255) }).expect(200);
    const answer = await patch(slug, { name: 'n'.repeat(256) }).expect(422);
    expect(answer.body.errors).toMatchObject([{ path: 'name', rule: 'length' }]);
  });

  it('refuses a slug that is taken', async () => {
    const tenant = await createTenant(test);
    const answer = await create({ slug: tenant.slug, name: 'another' }).expect(409);
    expect(answer.body).toMatchObject({ code: 'tenant_exists', status: 409 });
    expect(await rowsOfTenant(await tenantIdOf(tenant.slug))).toEqual({ data_keys: 1 });
  });

  it.each(['unknown', 'UPPER', 'a%00b', '%20', 'x'.repeat(64)])('knows no tenant %s', async (slug) => {
    const one = `${TENANTS}/${slug}`;
    const answers = [
      await test.http().get(one).set(platform),
      await test.http().patch(one).set(platform).send({ name: 'n' }),
      await test.http().delete(one).set(platform),
      await test.http().get(`/api/backend/${slug}/configuration/service-accounts`).set(platform),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.body.code]).toEqual([404, 'tenant_not_found']);
    }
  });

  it('renames, and counts only what changed', async () => {
    const { slug } = await createTenant(test);
    const renamed = await patch(slug, { name: 'New name' }).expect(200);
    expect(renamed.body).toMatchObject({ slug, name: 'New name', status: 'active', version: 2 });
    expect(renamed.headers['etag']).toBe('"2"');
    const same = await patch(slug, { name: ' New name ', status: 'active' }).expect(200);
    expect(same.body).toEqual(renamed.body);
    expect((await patch(slug, {}).expect(200)).body).toEqual(renamed.body);
  });

  it.each([
    [{ status: 'closed' }, 'status'],
    [{ status: null }, 'status'],
    [{ name: null }, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 5 }, 'name'],
    [{ slug: 'other' }, 'slug'],
    [{ access_epoch: 1 }, 'access_epoch'],
  ])('does not change to %j', async (body, path) => {
    const { slug } = await createTenant(test);
    const answer = await patch(slug, body).expect(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ path })]);
    const got = await test.http().get(`${TENANTS}/${slug}`).set(platform).expect(200);
    expect(got.body).toMatchObject({ version: 1, name: slug, status: 'active' });
  });

  it('changes and deletes only the version that If-Match names', async () => {
    const { slug } = await createTenant(test);
    const stale = await patch(slug, { name: 'n' }).set('if-match', '"9"').expect(412);
    expect(stale.body).toMatchObject({ code: 'version_mismatch', version: 1 });
    expect(stale.headers['etag']).toBeUndefined();
    await patch(slug, { name: 'n' }).set('if-match', '"1"').expect(200);
    const one = `${TENANTS}/${slug}`;
    await test.http().delete(one).set(platform).set('if-match', '"1"').expect(412);
    await test.http().delete(one).set(platform).set('if-match', '"2"').expect(200);
  });

  it('stops a suspended tenant at once, on every instance, and lets it go on when resumed', async () => {
    const tenant = await createTenant(test);
    const project = await createProject(test, tenant);
    const account = await test
      .http()
      .post(`${tenant.base}/service-accounts`)
      .set(bearer(tenant.admin))
      .send({ name: 'robot', role: 'editor' })
      .expect(201);
    const credentials = [bearer(tenant.admin), bearer(account.body.api_key as string)];
    const calls = [test, second].flatMap((app) =>
      credentials.flatMap((auth) => [
        // One route whose transaction proves the access, one that looks it up first, and one without a database.
        () => app.http().get(`${tenant.base}/connections`).set(auth),
        () => app.http().get(`${tenant.base}/projects`).set(auth),
        () => app.http().get(`${tenant.base}/connection-types`).set(auth),
        () => app.http().get('/api/auth/me').set(auth),
        () => app.http().get(`${tenant.base}/projects/${project}/connections/999999999`).set(auth),
      ]),
    );
    const expected = (status: number) =>
      calls.map((_, index) => (index % 5 === 4 && status === 200 ? 404 : status));
    const statuses = async () => {
      const answers = [];
      for (const call of calls) answers.push(await call());
      return answers;
    };
    expect((await statuses()).map((answer) => answer.status)).toEqual(expected(200));

    await patch(tenant.slug, { status: 'suspended' }).expect(200);
    const refused = await statuses();
    expect(refused.map((answer) => answer.status)).toEqual(expected(403));
    expect(new Set(refused.map((answer) => answer.body.code as string))).toEqual(
      new Set(['tenant_suspended']),
    );
    for (const app of [second, test]) {
      const write = app.http().post(`${tenant.base}/connections`).set(credentials[0]!).send(redshift());
      expect((await write).body).toMatchObject({ code: 'tenant_suspended', status: 403 });
    }
    await patch(tenant.slug, { status: 'active' }).expect(200);
    expect((await statuses()).map((answer) => answer.status)).toEqual(expected(200));
  });

  it('keeps the platform out of the tenant, but for its service accounts', async () => {
    const tenant = await createTenant(test);
    const project = await createProject(test, tenant);
    for (const path of [
      'projects',
      `projects/${project}`,
      'connections',
      `projects/${project}/connections`,
      'credentials',
      'connection-types',
      'audit-events',
    ]) {
      const answer = await test.http().get(`${tenant.base}/${path}`).set(platform);
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'permission_denied']);
    }
    await test.http().post(`${tenant.base}/projects`).set(platform).send({ name: 'p' }).expect(403);
    const made = await test
      .http()
      .post(`${tenant.base}/service-accounts`)
      .set(platform)
      .send({ name: 'first', role: 'tenant_admin' })
      .expect(201);
    expect(made.body).toMatchObject({ created_by: 'platform-admin' });
    await test
      .http()
      .post(`${tenant.base}/projects`)
      .set(bearer(made.body.api_key as string))
      .send({ name: 'p' })
      .expect(201);
  });

  it('does not delete one that holds connections', async () => {
    const tenant = await createTenant(test);
    await test
      .http()
      .post(`${tenant.base}/connections`)
      .set(bearer(tenant.admin))
      .send(redshift())
      .expect(201);
    for (const query of ['', '?force=false']) {
      const answer = await test.http().delete(`${TENANTS}/${tenant.slug}${query}`).set(platform).expect(409);
      expect(answer.body).toMatchObject({ code: 'tenant_not_empty', connections: 1 });
    }
    await test.http().delete(`${TENANTS}/${tenant.slug}?force=yes`).set(platform).expect(400);
    await test.http().get(`${tenant.base}/connections`).set(bearer(tenant.admin)).expect(200);
  });

  it('erases every row of a tenant when forced, and its callers are strangers on every instance', async () => {
    const tenant = await createTenant(test);
    const neighbour = await createTenant(test);
    const id = await tenantIdOf(tenant.slug);
    const key = await fill(tenant);
    const before = await rowsOfTenant(id);
    expect(Object.keys(before).sort()).toEqual([...TENANT_TABLES_FILLED].sort());
    const kept = await rowsOfTenant(await tenantIdOf(neighbour.slug));
    const calls = [test, second].flatMap((app) =>
      [tenant.admin, key].flatMap((credential) =>
        ['connections', 'projects'].map(
          (path) => () => app.http().get(`${tenant.base}/${path}`).set(bearer(credential)),
        ),
      ),
    );
    for (const call of calls) await call().expect(200);

    const gone = await test.http().delete(`${TENANTS}/${tenant.slug}?force=true`).set(platform).expect(200);
    expect(gone.body).toEqual({ message: 'Tenant was deleted successfully' });
    expect(await rowsOfTenant(id)).toEqual({});
    expect(await rowsOfTenant(await tenantIdOf(neighbour.slug))).toEqual(kept);
    for (const call of calls) {
      const answer = await call();
      expect([answer.status, answer.body.code]).toEqual([401, 'credential_invalid']);
    }
    await test.http().get(`${TENANTS}/${tenant.slug}`).set(platform).expect(404);

    // Another tenant of the same name is another tenant, also where the first one is remembered.
    await create({ slug: tenant.slug, name: 'again' }).expect(201);
    for (const app of [test, second]) {
      await app.http().get(`${tenant.base}/service-accounts`).set(platform).expect(200);
      const empty = await app.http().get(`${tenant.base}/connections`).set(bearer(tenant.admin)).expect(200);
      expect(empty.body).toEqual([]);
      await app.http().get(`${tenant.base}/projects`).set(bearer(key)).expect(401);
    }
  });

  it('serves a tenant made anew under a name that another instance remembers', async () => {
    for (const path of ['connections', 'projects', 'service-accounts']) {
      const tenant = await createTenant(test);
      const call = () => second.http().get(`${tenant.base}/${path}`).set(bearer(tenant.admin));
      await call().expect(200);
      await test.http().delete(`${TENANTS}/${tenant.slug}`).set(platform).expect(200);
      await create({ slug: tenant.slug, name: 'again' }).expect(201);
      const first = await call();
      // A request that was let in from memory finds out in its transaction, and cannot change its tenant then.
      if (path === 'connections') {
        expect(first.body).toMatchObject({ status: 503, code: 'tenant_replaced' });
        expect(first.headers['retry-after']).toBe('1');
      } else {
        expect([path, first.status]).toEqual([path, 200]);
      }
      await call().expect(200);
    }
  });

  it('names every table with rows of tenants in the list that an erasure goes through', async () => {
    expect(await tablesWithTenantId()).toEqual([...TENANT_TABLES].sort());
  });

  it('records what the platform did', async () => {
    const { slug } = await createTenant(test);
    await patch(slug, { status: 'suspended' }).set('x-request-id', `audit-${slug}`).expect(200);
    await test.http().delete(`${TENANTS}/${slug}`).set(platform).expect(200);
    const events = await test.http().get('/api/platform/audit-events?limit=200').set(platform).expect(200);
    const own = (events.body as { tenant: string }[]).filter((event) => event.tenant === slug);
    expect(own).toEqual([
      expect.objectContaining({
        action: 'tenant.delete',
        before: expect.objectContaining({ connections: 0 }),
      }),
      expect.objectContaining({
        action: 'tenant.update',
        actor: 'platform-admin',
        request_id: `audit-${slug}`,
        before: expect.objectContaining({ status: 'active' }),
        after: expect.objectContaining({ status: 'suspended' }),
      }),
      expect.objectContaining({ action: 'tenant.create', after: expect.objectContaining({ slug }) }),
    ]);
    for (const limit of ['0', '1001', 'all', '-1']) {
      const answer = await test.http().get(`/api/platform/audit-events?limit=${limit}`).set(platform);
      expect([limit, answer.status]).toEqual([limit, 400]);
    }
  });

  /** Something in each table that the native API fills; answers a service account's key. */
  async function fill(tenant: { base: string; admin: string }): Promise<string> {
    const post = async (path: string, body: object) => {
      const answer = await test
        .http()
        .post(`${tenant.base}/${path}`)
        .set(bearer(tenant.admin))
        .send(body)
        .expect(201);
      return answer.body as { id: number; api_key: string };
    };
    const project = await post('projects', { name: 'p' });
    await post(`projects/${project.id}/connections`, redshift());
    await post('connections', {
      name: 'with a sealed property',
      type: 'GENERIC_JDBC',
      payload: {
        db_type: 'SAPIQ',
        db_or_schema: 'db',
        connection_properties: { host: 'db.example', api_secret: 'sealed' },
      },
      credential: { type: 'GENERIC_MAP', payload: { user: 'u', password: 'p' } },
    });
    const account = await post('service-accounts', { name: 'robot', role: 'viewer' });
    return account.api_key;
  }
});

/** What {@link fill} leaves rows in. */
const TENANT_TABLES_FILLED = [
  'audit_events',
  'audit_heads',
  'tenant_usage',
  'connection_secrets',
  'connections',
  'credential_destinations',
  'credential_versions',
  'credentials',
  'data_keys',
  'projects',
  'service_accounts',
];
