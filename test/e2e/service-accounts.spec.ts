import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { withClient } from '../support/databases.js';
import { tenantIdOf } from '../support/tenant-rows.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

interface Account {
  readonly id: number;
  readonly api_key: string;
}

describe('service accounts', () => {
  let test: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    [test, second] = await Promise.all([startTestApp(), startTestApp()]);
  });
  afterAll(() => Promise.all([test.close(), second.close()]));

  const accountsOf = (tenant: TestTenant) => `${tenant.base}/service-accounts`;
  const post = (tenant: TestTenant, body: object) =>
    test.http().post(accountsOf(tenant)).set(bearer(tenant.admin)).send(body);
  const create = async (tenant: TestTenant, body: object = {}) =>
    (await post(tenant, { name: 'robot', role: 'viewer', ...body }).expect(201)).body as Account;
  const rotate = async (tenant: TestTenant, id: number, body?: object) => {
    const path = `${accountsOf(tenant)}/${id}/rotate`;
    const answer = await test.http().post(path).set(bearer(tenant.admin)).send(body).expect(200);
    return answer.body as Account & { version: number; previous_key_expires_at: string | null };
  };
  /** What each instance answers to the key: on a route that trusts its memory first, and on one that does not. */
  const statusesOf = async (tenant: TestTenant, key: string) => {
    const statuses = [];
    for (const app of [test, second]) {
      for (const path of ['connections', 'projects']) {
        statuses.push((await app.http().get(`${tenant.base}/${path}`).set(bearer(key))).status);
      }
    }
    return statuses;
  };

  it('is protected', async () => {
    const tenant = await createTenant(test);
    await test.http().get(accountsOf(tenant)).expect(401);
    for (const role of ['viewer', 'operator', 'editor', 'resolver']) {
      await test
        .http()
        .get(accountsOf(tenant))
        .set(bearer(tenant.token(role)))
        .expect(403);
      await test
        .http()
        .post(accountsOf(tenant))
        .set(bearer(tenant.token(role)))
        .send({ name: 'robot', role: 'tenant_admin' })
        .expect(403);
    }
  });

  it('shows the key once', async () => {
    const tenant = await createTenant(test);
    const made = await post(tenant, { name: ' nightly job ', role: 'operator' }).expect(201);
    const { api_key: key, ...view } = made.body as Account;
    expect(key).toMatch(/^pb_\d+-\d+_[A-Za-z0-9_-]{43}$/);
    expect(key.startsWith(`pb_${await tenantIdOf(tenant.slug)}-${view.id}_`)).toBe(true);
    expect(made.headers['etag']).toBe('"1"');
    expect(view).toEqual({
      id: expect.any(Number),
      name: 'nightly job',
      role: 'operator',
      project_ids: null,
      created_by: `tenant_admin@${tenant.slug}.test`,
      created_at: expect.stringMatching(/\.\d{3}Z$/),
      rotated_at: null,
      previous_key_expires_at: null,
      version: 1,
    });
    const got = await test
      .http()
      .get(`${accountsOf(tenant)}/${view.id}`)
      .set(bearer(tenant.admin))
      .expect(200);
    expect(got.body).toEqual(view);
    expect(got.headers['etag']).toBe('"1"');
    const list = await test.http().get(accountsOf(tenant)).set(bearer(tenant.admin)).expect(200);
    expect(list.body).toEqual([view]);
  });

  it('keeps of the key only a hash, and nothing of it in the audit', async () => {
    const tenant = await createTenant(test);
    const first = await create(tenant);
    const next = await rotate(tenant, first.id, { overlap_seconds: 60 });
    const stored = await withClient('superuser', async (client) => {
      const id = await tenantIdOf(tenant.slug);
      const tables = ['service_accounts', 'audit_events'].map((table) =>
        client.query(`select t::text as text from ${table} t where tenant_id = $1`, [id]),
      );
      return JSON.stringify((await Promise.all(tables)).map((result) => result.rows as unknown));
    });
    expect(stored).toContain('service_account.rotate');
    for (const { api_key: key } of [first, next]) {
      const secret = key.split('_').slice(2).join('_');
      expect(stored).not.toContain(secret);
      expect(test.logged.join('')).not.toContain(secret);
    }
  });

  it.each([
    [{ role: 'viewer' }, 'name', 'isString'],
    [{ name: '', role: 'viewer' }, 'name', 'length'],
    [{ name: 'a\tb', role: 'viewer' }, 'name', 'characters'],
    [{ name: 'r' }, 'role', 'isString'],
    [{ name: 'r', role: 'owner' }, 'role', 'one_of'],
    [{ name: 'r', role: 'platform_admin' }, 'role', 'one_of'],
    [{ name: 'r', role: 'system' }, 'role', 'one_of'],
    [{ name: 'r', role: 'viewer', api_key: 'mine' }, 'api_key', 'unknown'],
    [{ name: 'r', role: 'viewer', project_ids: 'all' }, 'project_ids', 'isArray'],
    [{ name: 'r', role: 'viewer', project_ids: ['1'] }, 'project_ids', 'isInt'],
    [{ name: 'r', role: 'viewer', project_ids: Array(1001).fill(1) }, 'project_ids', 'arrayMaxSize'],
    [{ name: 'r', role: 'viewer', project_ids: [1.5] }, 'project_ids', 'isInt'],
    [{ name: 'r', role: 'viewer', project_ids: [0] }, 'project_ids', 'isPositive'],
    [{ name: 'r', role: 'viewer', project_ids: [999_999_999_999] }, 'project_ids[0]', 'exists'],
    [{ name: 'r', role: 'viewer', project_ids: [1e300] }, 'project_ids', 'max'],
    [{ name: 'r', role: 'tenant_admin', project_ids: [1] }, 'project_ids', 'tenant_wide'],
    [{ name: 'r', role: 'tenant_admin', project_ids: [] }, 'project_ids', 'tenant_wide'],
  ])('refuses %.80j, naming %s and %s', async (body, path, rule) => {
    const tenant = await createTenant(test);
    const answer = await post(tenant, body).expect(422);
    expect(answer.body.errors).toEqual([{ path, rule, message: expect.any(String) }]);
    const list = await test.http().get(accountsOf(tenant)).set(bearer(tenant.admin)).expect(200);
    expect(list.body).toEqual([]);
  });

  it('does not take the project of another tenant', async () => {
    const [tenant, other] = [await createTenant(test), await createTenant(test)];
    const own = await createProject(test, tenant);
    const foreign = await createProject(test, other);
    const answer = await post(tenant, { name: 'r', role: 'viewer', project_ids: [own, foreign] }).expect(422);
    expect(answer.body.errors).toMatchObject([{ path: 'project_ids[1]', rule: 'exists' }]);
  });

  it('has each name once, whatever its case', async () => {
    const tenant = await createTenant(test);
    const first = await create(tenant, { name: 'Robot' });
    const answer = await post(tenant, { name: 'rOBOT ', role: 'editor' }).expect(409);
    expect(answer.body).toMatchObject({ code: 'service_account_exists' });
    await test
      .http()
      .delete(`${accountsOf(tenant)}/${first.id}`)
      .set(bearer(tenant.admin))
      .expect(200);
    await create(tenant, { name: 'robot' });
  });

  it('reaches all projects, some or none', async () => {
    const tenant = await createTenant(test);
    const [own, sibling] = [await createProject(test, tenant), await createProject(test, tenant)];
    const seen = async (name: string, project_ids?: number[] | null) => {
      const { api_key: key } = await create(tenant, { name, role: 'editor', project_ids });
      const { body } = await test.http().get(`${tenant.base}/projects`).set(bearer(key)).expect(200);
      return { key, ids: (body as { id: number }[]).map(({ id }) => id) };
    };
    expect((await seen('absent')).ids).toEqual([own, sibling]);
    expect((await seen('null', null)).ids).toEqual([own, sibling]);
    expect((await seen('none', [])).ids).toEqual([]);
    const bound = await seen('one', [own]);
    expect(bound.ids).toEqual([own]);
    const write = (project: number) =>
      test
        .http()
        .post(`${tenant.base}/projects/${project}/connections`)
        .set(bearer(bound.key))
        .send(redshift());
    expect((await write(own).expect(201)).body).toMatchObject({ created_by: `one@${tenant.slug}` });
    expect((await write(sibling).expect(404)).body).toMatchObject({ code: 'project_not_found' });
  });

  it('stops working when deleted, at once and on every instance', async () => {
    const tenant = await createTenant(test);
    const { id, api_key: key } = await create(tenant);
    expect(await statusesOf(tenant, key)).toEqual([200, 200, 200, 200]);
    const one = `${accountsOf(tenant)}/${id}`;
    const gone = await test.http().delete(one).set(bearer(tenant.admin)).expect(200);
    expect(gone.body).toEqual({ message: 'Service account was deleted successfully' });
    expect(await statusesOf(tenant, key)).toEqual([401, 401, 401, 401]);
    const refused = await second.http().get(`${tenant.base}/connections`).set(bearer(key)).expect(401);
    expect(refused.body).toMatchObject({ code: 'credential_invalid' });
    const again = await test.http().delete(one).set(bearer(tenant.admin)).expect(404);
    expect(again.body).toMatchObject({ code: 'service_account_not_found' });
  });

  it('cannot write through an instance that remembers it after it was deleted', async () => {
    const tenant = await createTenant(test);
    const { id, api_key: key } = await create(tenant, { role: 'tenant_admin' });
    const write = () => second.http().post(`${tenant.base}/connections`).set(bearer(key)).send(redshift());
    await write().expect(201);
    await test
      .http()
      .delete(`${accountsOf(tenant)}/${id}`)
      .set(bearer(tenant.admin))
      .expect(200);
    await write().expect(401);
    const list = await test.http().get(`${tenant.base}/connections`).set(bearer(tenant.admin)).expect(200);
    expect(list.body).toHaveLength(1);
  });

  it('exchanges the key at once when rotated without an overlap', async () => {
    const tenant = await createTenant(test);
    const first = await create(tenant);
    expect(await statusesOf(tenant, first.api_key)).toEqual([200, 200, 200, 200]);
    for (const body of [undefined, {}, { overlap_seconds: 0 }, { overlap_seconds: null }]) {
      const before = await rotate(tenant, first.id, { overlap_seconds: 60 });
      const next = await rotate(tenant, first.id, body);
      expect(next).toMatchObject({
        id: first.id,
        previous_key_expires_at: null,
        version: before.version + 1,
      });
      expect(next.api_key).not.toBe(before.api_key);
      expect(await statusesOf(tenant, before.api_key)).toEqual([401, 401, 401, 401]);
      expect(await statusesOf(tenant, next.api_key)).toEqual([200, 200, 200, 200]);
    }
    expect(await statusesOf(tenant, first.api_key)).toEqual([401, 401, 401, 401]);
  });

  it('accepts the new key on an instance that remembers the old one', async () => {
    const tenant = await createTenant(test);
    const { id, api_key: key } = await create(tenant);
    const list = (credential: string) =>
      second.http().get(`${tenant.base}/connections`).set(bearer(credential));
    await list(key).expect(200);
    await list((await rotate(tenant, id)).api_key).expect(200);
  });

  it('lets the old key work through the overlap, and not after it', async () => {
    const tenant = await createTenant(test);
    const first = await create(tenant);
    const next = await rotate(tenant, first.id, { overlap_seconds: 3600 });
    const seconds = (Date.parse(next.previous_key_expires_at!) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(3500);
    expect(seconds).toBeLessThanOrEqual(3600);
    expect(await statusesOf(tenant, first.api_key)).toEqual([200, 200, 200, 200]);
    expect(await statusesOf(tenant, next.api_key)).toEqual([200, 200, 200, 200]);

    // The hour passes.
    await withClient('superuser', async (client) => {
      const id = await tenantIdOf(tenant.slug);
      await client.query(
        `update service_accounts set previous_key_expires_at = now() - interval '1 second' where tenant_id = $1`,
        [id],
      );
      await client.query('update tenants set access_epoch = access_epoch + 1 where id = $1', [id]);
    });
    expect(await statusesOf(tenant, first.api_key)).toEqual([401, 401, 401, 401]);
    expect(await statusesOf(tenant, next.api_key)).toEqual([200, 200, 200, 200]);
  });

  it('keeps one key before the current one, no more', async () => {
    const tenant = await createTenant(test);
    const first = await create(tenant);
    const middle = await rotate(tenant, first.id, { overlap_seconds: 3600 });
    const last = await rotate(tenant, first.id, { overlap_seconds: 3600 });
    expect(await statusesOf(tenant, first.api_key)).toEqual([401, 401, 401, 401]);
    expect(await statusesOf(tenant, middle.api_key)).toEqual([200, 200, 200, 200]);
    expect(await statusesOf(tenant, last.api_key)).toEqual([200, 200, 200, 200]);
  });

  it.each([-1, 604_801, 1.5, '60', 1e300])('refuses an overlap of %j', async (overlap_seconds) => {
    const tenant = await createTenant(test);
    const { id, api_key: key } = await create(tenant);
    const answer = await test
      .http()
      .post(`${accountsOf(tenant)}/${id}/rotate`)
      .set(bearer(tenant.admin))
      .send({ overlap_seconds })
      .expect(422);
    expect(answer.body.errors).toMatchObject([{ path: 'overlap_seconds' }]);
    expect(await statusesOf(tenant, key)).toEqual([200, 200, 200, 200]);
  });

  it('rotates and deletes only the version that If-Match names', async () => {
    const tenant = await createTenant(test);
    const { id, api_key: key } = await create(tenant);
    const one = `${accountsOf(tenant)}/${id}`;
    const auth = bearer(tenant.admin);
    const stale = await test.http().post(`${one}/rotate`).set(auth).set('if-match', '"2"').expect(412);
    expect(stale.body).toMatchObject({ code: 'version_mismatch', version: 1 });
    await test.http().delete(one).set(auth).set('if-match', '"2"').expect(412);
    expect(await statusesOf(tenant, key)).toEqual([200, 200, 200, 200]);
    const rotated = await test.http().post(`${one}/rotate`).set(auth).set('if-match', '"1"').expect(200);
    expect(rotated.headers['etag']).toBe('"2"');
    await test.http().delete(one).set(auth).set('if-match', '"2"').expect(200);
  });

  it('belongs to its tenant', async () => {
    const [tenant, other] = [await createTenant(test), await createTenant(test)];
    const { id, api_key: key } = await create(other);
    const auth = bearer(tenant.admin);
    await test
      .http()
      .get(`${accountsOf(tenant)}/${id}`)
      .set(auth)
      .expect(404);
    await test
      .http()
      .post(`${accountsOf(tenant)}/${id}/rotate`)
      .set(auth)
      .expect(404);
    await test
      .http()
      .delete(`${accountsOf(tenant)}/${id}`)
      .set(auth)
      .expect(404);
    await test.http().get(`${tenant.base}/connections`).set(bearer(key)).expect(404);
    expect(await statusesOf(other, key)).toEqual([200, 200, 200, 200]);
    // A key whose secret is right and whose tenant is not.
    const moved = key.replace(/^pb_\d+/, `pb_${await tenantIdOf(tenant.slug)}`);
    expect(await statusesOf(tenant, moved)).toEqual([401, 401, 401, 401]);
  });

  it('is made by the platform before there is anybody else', async () => {
    const tenant = await createTenant(test);
    const platform = bearer(PLATFORM_KEY);
    const made = await test
      .http()
      .post(accountsOf(tenant))
      .set(platform)
      .send({ name: 'first', role: 'tenant_admin' })
      .expect(201);
    const { id, api_key: key } = made.body as Account;
    expect((await test.http().get(accountsOf(tenant)).set(platform).expect(200)).body).toHaveLength(1);
    await test
      .http()
      .get(`${accountsOf(tenant)}/${id}`)
      .set(platform)
      .expect(200);
    const rotated = await test
      .http()
      .post(`${accountsOf(tenant)}/${id}/rotate`)
      .set(platform)
      .expect(200);
    expect(await statusesOf(tenant, key)).toEqual([401, 401, 401, 401]);
    expect(await statusesOf(tenant, (rotated.body as Account).api_key)).toEqual([200, 200, 200, 200]);
    await test
      .http()
      .delete(`${accountsOf(tenant)}/${id}`)
      .set(platform)
      .expect(200);
  });

  it('can give itself away: an administrator that deletes its own account is out', async () => {
    const tenant = await createTenant(test);
    const { id, api_key: key } = await create(tenant, { role: 'tenant_admin' });
    await test
      .http()
      .delete(`${accountsOf(tenant)}/${id}`)
      .set(bearer(key))
      .expect(200);
    expect(await statusesOf(tenant, key)).toEqual([401, 401, 401, 401]);
  });
});
