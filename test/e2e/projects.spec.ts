import { type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

describe('projects', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const post = (tenant: TestTenant, body: object) =>
    test.http().post(`${tenant.base}/projects`).set(bearer(tenant.admin)).send(body);

  it('is protected', async () => {
    const tenant = await createTenant(test);
    await test.http().get(`${tenant.base}/projects`).expect(401);
    await test.http().post(`${tenant.base}/projects`).send({ name: 'p' }).expect(401);
  });

  it('makes, shows, renames and deletes one', async () => {
    const tenant = await createTenant(test);
    const auth = bearer(tenant.admin);
    const made = await post(tenant, { name: 'Data-Team_1' }).expect(201);
    expect(made.headers['etag']).toBe('"1"');
    expect(made.body).toEqual({
      id: expect.any(Number),
      name: 'Data-Team_1',
      created_by: `tenant_admin@${tenant.slug}.test`,
      created_at: expect.stringMatching(/\.\d{3}Z$/),
      updated_by: `tenant_admin@${tenant.slug}.test`,
      updated_at: made.body.created_at,
      version: 1,
    });
    const one = `${tenant.base}/projects/${made.body.id}`;
    const got = await test.http().get(one).set(auth).expect(200);
    expect(got.body).toEqual(made.body);
    expect(got.headers['etag']).toBe('"1"');

    const renamed = await test.http().put(one).set(auth).send({ name: 'other' }).expect(200);
    expect(renamed.body).toMatchObject({ id: made.body.id, name: 'other', version: 2 });
    expect(renamed.headers['etag']).toBe('"2"');
    expect((await test.http().get(`${tenant.base}/projects`).set(auth).expect(200)).body).toEqual([
      renamed.body,
    ]);

    const gone = await test.http().delete(one).set(auth).expect(200);
    expect(gone.body).toEqual({ message: 'Project was deleted successfully' });
    await test.http().get(one).set(auth).expect(404);
    expect((await test.http().get(`${tenant.base}/projects`).set(auth).expect(200)).body).toEqual([]);
  });

  it.each([
    [{}, 'isString'],
    [{ name: null }, 'isString'],
    [{ name: 7 }, 'isString'],
    [{ name: '' }, 'length'],
    [{ name: '   ' }, 'length'],
    [{ name: 'two words' }, 'pattern'],
    [{ name: ' padded ' }, 'pattern'],
    [{ name: 'a/b' }, 'pattern'],
    [{ name: 'a.b' }, 'pattern'],
    [{ name: 'straße' }, 'pattern'],
    [{ name: 'a\u0000' }, 'characters'],
  ])('refuses the body %j: %s', async (body, rule) => {
    const tenant = await createTenant(test);
    const answer = await post(tenant, body).expect(422);
    expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ path: 'name', rule }] });
  });

  it('knows the longest name and one beyond', async () => {
    const tenant = await createTenant(test);
    await post(tenant, { name: 'n'.repeat(255) }).expect(201);
    const answer = await post(tenant, { name: 'n'.repeat(256) }).expect(422);
    expect(answer.body.errors).toMatchObject([{ path: 'name', rule: 'length' }]);
  });

  it('refuses a member that it does not know', async () => {
    const tenant = await createTenant(test);
    const answer = await post(tenant, { name: 'p', tenant_id: 1 }).expect(422);
    expect(answer.body.errors).toMatchObject([{ path: 'tenant_id', rule: 'unknown' }]);
  });

  it('has each name once in a tenant, whatever its case, and again in another tenant', async () => {
    const [tenant, other] = [await createTenant(test), await createTenant(test)];
    await post(tenant, { name: 'Finance' }).expect(201);
    for (const name of ['Finance', 'finance', 'FINANCE']) {
      expect((await post(tenant, { name }).expect(409)).body).toMatchObject({ code: 'project_exists' });
    }
    await post(other, { name: 'finance' }).expect(201);
    const second = await createProject(test, tenant);
    const renamed = await test
      .http()
      .put(`${tenant.base}/projects/${second}`)
      .set(bearer(tenant.admin))
      .send({ name: 'fiNance' })
      .expect(409);
    expect(renamed.body).toMatchObject({ code: 'project_exists' });
  });

  it('lets a project change the case of its own name', async () => {
    const tenant = await createTenant(test);
    const id = await createProject(test, tenant, 'finance');
    const one = `${tenant.base}/projects/${id}`;
    const answer = await test.http().put(one).set(bearer(tenant.admin)).send({ name: 'Finance' }).expect(200);
    expect(answer.body).toMatchObject({ name: 'Finance', version: 2 });
  });

  it('takes back what it answered without a change, and no other read-only value', async () => {
    const tenant = await createTenant(test);
    const one = `${tenant.base}/projects/${await createProject(test, tenant)}`;
    const auth = bearer(tenant.admin);
    const { body } = await test.http().get(one).set(auth).expect(200);
    expect((await test.http().put(one).set(auth).send(body).expect(200)).body).toEqual(body);
    expect((await test.http().put(one).set(auth).send({}).expect(200)).body).toEqual(body);
    const { body: renamed } = await test
      .http()
      .put(one)
      .set(auth)
      .send({ ...body, name: 'other' })
      .expect(200);
    expect(renamed).toMatchObject({ name: 'other', version: 2 });
    for (const member of ['id', 'created_by', 'created_at', 'updated_by', 'updated_at', 'version']) {
      const answer = await test
        .http()
        .put(one)
        .set(auth)
        .send({ [member]: 'x' })
        .expect(422);
      expect(answer.body.errors).toMatchObject([{ path: member, rule: 'read_only' }]);
    }
    const unknown = await test.http().put(one).set(auth).send({ nmae: 'x' }).expect(422);
    expect(unknown.body.errors).toMatchObject([{ path: 'nmae', rule: 'unknown' }]);
    await test.http().put(one).set(auth).send({ name: null }).expect(422);
    await test.http().put(one).set(auth).send({ name: 'a b' }).expect(422);
  });

  it.each([
    ['"1"', 200],
    ['"7", "1"', 200],
    ['*', 200],
    ['"2"', 412],
    ['nonsense', 412],
    ['""', 412],
  ])('changes and deletes under If-Match: %s with %i', async (ifMatch, status) => {
    const tenant = await createTenant(test);
    const auth = bearer(tenant.admin);
    for (const call of [
      (path: string) => test.http().put(path).set(auth).send({ name: 'changed' }),
      (path: string) => test.http().delete(path).set(auth),
    ]) {
      const one = `${tenant.base}/projects/${await createProject(test, tenant)}`;
      const answer = await call(one).set('if-match', ifMatch).expect(status);
      if (status === 412) {
        expect(answer.body).toMatchObject({ code: 'version_mismatch', version: 1 });
        expect((await test.http().get(one).set(auth).expect(200)).body).toMatchObject({ version: 1 });
      } else if ((answer.body as { name?: string }).name) {
        await test.http().delete(one).set(auth).expect(200);
      }
    }
  });

  it('is not deleted while it holds something, and says how much', async () => {
    const tenant = await createTenant(test);
    const auth = bearer(tenant.admin);
    const one = `${tenant.base}/projects/${await createProject(test, tenant)}`;
    const { body: connection } = await test
      .http()
      .post(`${one}/connections`)
      .set(auth)
      .send(redshift())
      .expect(201);
    const shared = { name: 'shared', type: 'SIMPLE', payload: { username: 'u', password: 'p' } };
    const { body: credential } = await test
      .http()
      .post(`${one}/credentials`)
      .set(auth)
      .send(shared)
      .expect(201);

    // The connection's own credential counts with its connection: both are the project's.
    const full = await test.http().delete(one).set(auth).expect(409);
    expect(full.body).toMatchObject({ code: 'project_not_empty', connections: 1 });
    await test.http().delete(`${one}/connections/${connection.id}`).set(auth).expect(200);
    const half = await test.http().delete(one).set(auth).expect(409);
    expect(half.body).toMatchObject({ code: 'project_not_empty', connections: 0, credentials: 1 });
    await test.http().delete(`${one}/credentials/${credential.id}`).set(auth).expect(200);
    await test.http().delete(one).set(auth).expect(200);
  });

  it('shows each caller the projects that it is bound to', async () => {
    const tenant = await createTenant(test);
    const [own, sibling] = [await createProject(test, tenant), await createProject(test, tenant)];
    const list = async (token: string) => {
      const { body } = await test.http().get(`${tenant.base}/projects`).set(bearer(token)).expect(200);
      return (body as { id: number }[]).map(({ id }) => id);
    };
    expect(await list(tenant.token('viewer'))).toEqual([own, sibling]);
    expect(await list(tenant.token('viewer', [own]))).toEqual([own]);
    expect(await list(tenant.token('viewer', []))).toEqual([]);
    expect(await list(tenant.token('viewer', [999_999_999_999]))).toEqual([]);

    const bound = bearer(tenant.token('editor', [own]));
    await test.http().get(`${tenant.base}/projects/${own}`).set(bound).expect(200);
    for (const path of [`${sibling}`, `${sibling}/connections`, '999999999999']) {
      const answer = await test.http().get(`${tenant.base}/projects/${path}`).set(bound).expect(404);
      expect(answer.body).toMatchObject({ code: 'project_not_found' });
    }
  });

  it('does not find the projects of another tenant', async () => {
    const [tenant, other] = [await createTenant(test), await createTenant(test)];
    const foreign = await createProject(test, other);
    const auth = bearer(tenant.admin);
    const here = `${tenant.base}/projects/${foreign}`;
    await test.http().get(here).set(auth).expect(404);
    await test.http().put(here).set(auth).send({ name: 'taken' }).expect(404);
    await test.http().delete(here).set(auth).expect(404);
    await test.http().post(`${here}/connections`).set(auth).send(redshift()).expect(404);
    const there = await test.http().get(`${other.base}/projects/${foreign}`).set(auth).expect(404);
    expect(there.body).toMatchObject({ code: 'tenant_not_found' });
    await test.http().get(`${other.base}/projects/${foreign}`).set(bearer(other.admin)).expect(200);
  });

  it.each([
    ['x', 400, 'id_malformed'],
    ['-1', 400, 'id_malformed'],
    ['1.5', 400, 'id_malformed'],
    ['1e3', 400, 'id_malformed'],
    ['%20', 400, 'id_malformed'],
    ['1%00', 400, 'id_malformed'],
    ['0', 404, 'project_not_found'],
    ['999999999999', 404, 'project_not_found'],
    ['9223372036854775808', 404, 'project_not_found'],
    ['9'.repeat(40), 404, 'project_not_found'],
  ])('answers the id %s with %i', async (id, status, code) => {
    const tenant = await createTenant(test);
    const auth = bearer(tenant.admin);
    const one = `${tenant.base}/projects/${id}`;
    for (const answer of [
      await test.http().get(one).set(auth),
      await test.http().put(one).set(auth).send({ name: 'n' }),
      await test.http().delete(one).set(auth),
      await test.http().get(`${one}/connections`).set(auth),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
  });

  it('leaves a trace of each change', async () => {
    const tenant = await createTenant(test);
    const auth = bearer(tenant.admin);
    const name = unique('p');
    const id = await createProject(test, tenant, name);
    const one = `${tenant.base}/projects/${id}`;
    await test.http().put(one).set(auth).send({ name: 'renamed' }).expect(200);
    await test.http().delete(one).set(auth).expect(200);
    const path = `${tenant.base}/audit-events?entity=project&entity_id=${id}`;
    const { body } = await test.http().get(path).set(auth).expect(200);
    expect(body).toMatchObject([
      { action: 'project.delete', before: { name: 'renamed' }, after: null },
      { action: 'project.update', before: { name, version: 1 }, after: { name: 'renamed', version: 2 } },
      { action: 'project.create', before: null, after: { name } },
    ]);
  });
});
