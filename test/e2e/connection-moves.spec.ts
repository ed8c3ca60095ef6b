import { type TestApp, startTestApp } from '../support/app.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { storedSecrets } from '../support/stored-secrets.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

const SECRET = { type: 'SIMPLE', payload: { username: 'shared', password: 'shared-password' } };

describe('moving a connection', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let admin: NativeClient;
  let from: number;
  let to: number;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    admin = nativeClient(test, tenant);
    from = await createProject(test, tenant);
    to = await createProject(test, tenant);
  });

  async function made(body: object = redshift(), place = `/projects/${from}`) {
    const answer = await admin.post(`${place}/connections`, body).expect(201);
    return answer.body as { id: number; name: string; credential_id: number; created_at: string };
  }
  const move = (id: number, project_id: number | null, api = admin) =>
    api.post(`/connections/${id}/move`, { project_id });
  const credentialAt = (id: number, place: string) => admin.get(`${place}/credentials/${id}`);

  it('is protected', async () => {
    const { id } = await made();
    await test.http().post(`${tenant.base}/connections/${id}/move`).send({ project_id: to }).expect(401);
  });

  it('takes its own credential along, from project to project, to GLOBAL and back', async () => {
    const one = await made();
    const places = [
      { target: to, path: `/projects/${to}`, scope: 'PROJECT' },
      { target: null, path: '', scope: 'GLOBAL' },
      { target: from, path: `/projects/${from}`, scope: 'PROJECT' },
    ];
    for (const [index, { target, path, scope }] of places.entries()) {
      const moved = await move(one.id, target).expect(200);
      expect(moved.body).toMatchObject({
        ...one,
        project_id: target ?? 0,
        scope,
        version: index + 2,
        updated_at: expect.any(String),
      });
      expect(moved.headers['etag']).toBe(`"${index + 2}"`);
      expect((await admin.get(`${path}/connections/${one.id}`).expect(200)).body).toEqual(moved.body);
      const credential = await credentialAt(one.credential_id, path).expect(200);
      expect(credential.body).toMatchObject({ scope, project_id: target ?? 0, inline: true });
    }
    const stored = await storedSecrets(test, tenant.slug, one.id);
    expect(stored.credential).toEqual(redshift().credential.payload);
  });

  it('leaves the former project: 404 there, and its list is empty', async () => {
    const { id } = await made();
    await move(id, to).expect(200);
    await admin.get(`/projects/${from}/connections/${id}`).expect(404);
    expect((await admin.get(`/projects/${from}/connections`)).body).toEqual([]);
    await admin.delete(`/projects/${from}`).expect(200);
  });

  it('works by the project’s path too', async () => {
    const { id } = await made();
    await admin.post(`/projects/${to}/connections/${id}/move`, { project_id: to }).expect(404);
    await admin.post(`/projects/${from}/connections/${id}/move`, { project_id: to }).expect(200);
  });

  it('to where it is changes nothing', async () => {
    const one = await made();
    expect((await move(one.id, from).expect(200)).body).toEqual(one);
  });

  it('stops at a name that is taken there, and changes nothing', async () => {
    const one = await made(redshift('Taken'));
    await made(redshift('TAKEN'), `/projects/${to}`);
    await made(redshift(' taken'), '');
    for (const target of [to, null]) {
      const answer = await move(one.id, target).expect(409);
      expect(answer.body.code).toBe('connection_exists');
    }
    expect((await admin.get(`/projects/${from}/connections/${one.id}`).expect(200)).body).toEqual(one);
    await credentialAt(one.credential_id, `/projects/${from}`).expect(200);
  });

  it('stops at a credential that its project shares', async () => {
    const { id } = (
      await admin.post(`/projects/${from}/credentials`, { name: 'shared', ...SECRET }).expect(201)
    ).body as { id: number };
    const one = await made({ ...redshift(), credential: { id } });
    for (const target of [to, null]) {
      expect((await move(one.id, target).expect(409)).body.code).toBe('credential_shared');
    }
  });

  it('leaves a GLOBAL credential where it is, and goes on using it', async () => {
    const { id } = (await admin.post('/credentials', { name: 'shared', ...SECRET }).expect(201)).body as {
      id: number;
    };
    const one = await made({ ...redshift(), credential: { id } });
    expect((await move(one.id, to).expect(200)).body.credential_id).toBe(id);
    expect((await credentialAt(id, '').expect(200)).body).toMatchObject({ scope: 'GLOBAL', version: 1 });
    await move(one.id, null).expect(200);
  });

  it('holds under a condition', async () => {
    const { id } = await made();
    await move(id, to).set('if-match', '"2"').expect(412);
    await move(id, to).set('if-match', '"1"').expect(200);
  });

  it('needs a project of the tenant', async () => {
    const { id } = await made();
    const stranger = await createTenant(test);
    const theirs = await createProject(test, stranger);
    for (const target of [9_000_000, theirs]) {
      expect((await move(id, target).expect(404)).body.code).toBe('project_not_found');
    }
    expect((await move(9_000_000, to).expect(404)).body.code).toBe('connection_not_found');
    await nativeClient(test, stranger).post(`/connections/${id}/move`, { project_id: theirs }).expect(404);
  });

  it.each([{}, { project_id: 0 }, { project_id: '1' }, { project_id: 1.5 }, { project_id: null, more: 1 }])(
    'refuses %j',
    async (body) => {
      const { id } = await made();
      const answer = await admin.post(`/connections/${id}/move`, body).expect(422);
      expect(answer.body.errors).toHaveLength(1);
    },
  );

  it('is for a tenant_admin', async () => {
    const { id } = await made();
    for (const token of ['viewer', 'operator', 'editor'].map((role) => tenant.token(role))) {
      expect((await move(id, to, nativeClient(test, tenant, token)).expect(403)).body.code).toBe(
        'permission_denied',
      );
    }
  });
});
