import { type TestApp, startTestApp } from '../support/app.js';
import { withClient } from '../support/databases.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { storedSecrets } from '../support/stored-secrets.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

const HOST_KEY = `SHA256:${'a'.repeat(43)}`;
const ELSEWHERE = { payload: { endpoint_prefix: 'tlm-redshift03' } };
const other = (password: string) => ({ type: 'SIMPLE', payload: { username: 'test', password } });

/** With a sealed property too. */
const tunnelled = () => ({
  ...redshift(),
  transport: { ssh: { host: 'bastion.example', username: 'u', password: 'ssh-one', host_key: HOST_KEY } },
});

describe('the versions of a connection', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let admin: NativeClient;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    admin = nativeClient(test, tenant);
  });

  async function made(body: object = redshift(), place = '') {
    const answer = await admin.post(`${place}/connections`, body).expect(201);
    return answer.body as { id: number; name: string; credential_id: number };
  }
  const secretsOf = (id: number) => storedSecrets(test, tenant.slug, id);
  const restore = (id: number, version: number, api = admin) =>
    api.post(`/connections/${id}/versions/${version}/restore`);

  it('is protected', async () => {
    const { id } = await made();
    await test.http().get(`${tenant.base}/connections/${id}/versions`).expect(401);
  });

  it('tell who changed what, the newest first, and which secrets belonged, and no secret', async () => {
    const { id, credential_id } = await made(tunnelled());
    const editor = nativeClient(test, tenant, tenant.token('tenant_admin'));
    await editor.put(`/connections/${id}`, { payload: { database: 'd' }, name: 'renamed' }).expect(200);
    await admin.put(`/connections/${id}`, { credential: other('two') }).expect(200);
    await admin.put(`/connections/${id}`, { transport: null, credential: other('two') }).expect(200);
    const { body, text } = await admin.get(`/connections/${id}/versions`).expect(200);
    expect(text).not.toMatch(/ssh-one|"two"/);
    expect(body.map(({ version, current, changed }: never) => [version, current, changed])).toEqual([
      [4, true, ['transport', 'transport.ssh.password', 'credential']],
      [3, false, ['credential']],
      [2, false, ['name', 'payload.database']],
      [1, false, null],
    ]);
    expect(body[3]).toMatchObject({
      credential_id,
      changed_by: expect.stringContaining('@'),
      changed_at: expect.stringMatching(/Z$/),
      payload: { endpoint_prefix: 'tlm-redshift02' },
      secret_versions: { credential: 1, 'transport.ssh.password': 1 },
    });
    expect(body[1].secret_versions).toEqual({ credential: 2, 'transport.ssh.password': 1 });
    expect(body[0].secret_versions).toEqual({ credential: 3 });
    for (const version of body) {
      const one = await admin.get(`/connections/${id}/versions/${version.version}`).expect(200);
      expect(one.body).toEqual(version);
    }
  });

  it('come by the page, each with what it changed', async () => {
    const { id } = await made();
    for (const name of ['two', 'three', 'four']) await admin.put(`/connections/${id}`, { name }).expect(200);
    const first = await admin.get(`/connections/${id}/versions?limit=3`).expect(200);
    expect(first.body.map((one: { changed: string[] }) => one.changed)).toEqual([
      ['name'],
      ['name'],
      ['name'],
    ]);
    const next = /cursor=([^&>]+)/.exec(first.headers['link']!)![1]!;
    const second = await admin.get(`/connections/${id}/versions?limit=3&cursor=${next}`).expect(200);
    expect(second.body).toMatchObject([{ version: 1, changed: null }]);
    expect(second.headers['link']).toBeUndefined();
    const stranger = (await made()).id;
    const foreign = await admin.get(`/connections/${stranger}/versions?cursor=${next}`).expect(400);
    expect(foreign.body.code).toBe('cursor_invalid');
  });

  it('are seen by those who see the connection', async () => {
    const project = await createProject(test, tenant);
    const { id } = await made(redshift(), `/projects/${project}`);
    const bound = nativeClient(test, tenant, tenant.token('viewer', [project]));
    const elsewhere = await createProject(test, tenant);
    await bound.get(`/projects/${project}/connections/${id}/versions`).expect(200);
    await bound.get(`/connections/${id}/versions/1`).expect(200);
    await bound.post(`/connections/${id}/versions/1/restore`).expect(403);
    await admin.get(`/projects/${elsewhere}/connections/${id}/versions`).expect(404);
    const outside = nativeClient(test, tenant, tenant.token('editor', [elsewhere]));
    await outside.get(`/connections/${id}/versions`).expect(404);
    await restore(id, 1, outside).expect(404);
  });

  it.each(['2', '0', '99999999999', '1e3x'])('that are not there: %s', async (version) => {
    const { id } = await made();
    const status = version === '1e3x' ? 400 : 404;
    await admin.get(`/connections/${id}/versions/${version}`).expect(status);
    await admin.post(`/connections/${id}/versions/${version}/restore`).expect(status);
  });

  describe('restored', () => {
    it('bring back destination and secrets together, as a version of their own', async () => {
      const { id, name } = await made(tunnelled());
      const before = await secretsOf(id);
      const away = {
        ...ELSEWHERE,
        name: 'away',
        credential: other('two'),
        transport: { ssh: { host: 'other.example', username: 'u', password: 'ssh-two', host_key: HOST_KEY } },
      };
      await admin.put(`/connections/${id}`, away).expect(200);
      const restored = await restore(id, 1).expect(200);
      expect(restored.body).toMatchObject({ id, name, version: 3, payload: tunnelled().payload });
      expect(restored.headers['etag']).toBe('"3"');
      expect(await secretsOf(id)).toEqual(before);
      const { body } = await admin.get(`/connections/${id}/versions`).expect(200);
      expect(body[0].secret_versions).toEqual({ credential: 3, 'transport.ssh.password': 1 });
      expect((await restore(id, 2).expect(200)).body).toMatchObject({ version: 4, name: 'away' });
      expect((await secretsOf(id)).credential).toEqual(other('two').payload);
      await admin.put(`/connections/${id}`, { credential: other('three') }).expect(200);
      expect((await secretsOf(id)).credential).toEqual(other('three').payload);
    });

    it('bring back a credential of the connection’s own that a shared one had replaced', async () => {
      const one = await made();
      const shared = (await admin.post('/credentials', { name: 's', ...other('shared') }).expect(201)).body;
      await admin.put(`/connections/${one.id}`, { credential: { id: shared.id } }).expect(200);
      await admin.get(`/credentials/${one.credential_id}`).expect(404);
      expect((await admin.get('/credentials')).body).toHaveLength(1);
      expect((await restore(one.id, 1).expect(200)).body.credential_id).toBe(one.credential_id);
      expect((await secretsOf(one.id)).credential).toEqual(redshift().credential.payload);
      await admin.get(`/credentials/${one.credential_id}`).expect(200);
      expect((await restore(one.id, 2).expect(200)).body.credential_id).toBe(shared.id);
    });

    it('do not bring back a credential that was deleted', async () => {
      const shared = (await admin.post('/credentials', { name: 's', ...other('shared') }).expect(201)).body;
      const { id } = await made({ ...redshift(), credential: { id: shared.id } });
      await admin.put(`/connections/${id}`, { credential: other('own') }).expect(200);
      await admin.delete(`/credentials/${shared.id}`).expect(200);
      const answer = await restore(id, 1).expect(422);
      expect(answer.body).toMatchObject({
        code: 'secret_reentry_required',
        errors: [{ path: 'credential', rule: 'secret_reentry_required' }],
      });
    });

    it('do not send a secret to a place that it was not stored for', async () => {
      const shared = (await admin.post('/credentials', { name: 's', ...other('shared') }).expect(201)).body;
      const { id } = await made({ ...redshift(), credential: { id: shared.id } });
      await admin.put(`/connections/${id}`, { credential: other('own') }).expect(200);
      await withoutDestinations(shared.id);
      const answer = await restore(id, 1).expect(422);
      expect(answer.body.code).toBe('secret_reentry_required');
      expect((await admin.get(`/connections/${id}`)).body.version).toBe(2);
    });

    it('stay in the project where the connection is now', async () => {
      const project = await createProject(test, tenant);
      const one = await made();
      const shared = (await admin.post('/credentials', { name: 's', ...other('shared') }).expect(201)).body;
      await admin.put(`/connections/${one.id}`, { credential: { id: shared.id } }).expect(200);
      await admin.post(`/connections/${one.id}/move`, { project_id: project }).expect(200);
      expect((await restore(one.id, 1).expect(200)).body).toMatchObject({ project_id: project, version: 4 });
      const own = await admin.get(`/projects/${project}/credentials/${one.credential_id}`).expect(200);
      expect(own.body).toMatchObject({ scope: 'PROJECT', inline: true });
    });

    it('stop at a name that is taken, and at a version that somebody else made', async () => {
      const one = await made();
      await admin.put(`/connections/${one.id}`, { name: 'other' }).expect(200);
      await restore(one.id, 1).set('if-match', '"1"').expect(412);
      await made(redshift(one.name));
      expect((await restore(one.id, 1).expect(409)).body.code).toBe('connection_exists');
    });

    it('change nothing when it is the version of now', async () => {
      const { id } = await made();
      expect((await restore(id, 1).expect(200)).body.version).toBe(1);
    });

    it('are audited', async () => {
      const { id } = await made();
      await admin.put(`/connections/${id}`, { name: 'other' }).expect(200);
      await restore(id, 1).expect(200);
      const { body } = await admin.get(`/audit-events?entity_id=${id}&limit=1`).expect(200);
      expect(body[0]).toMatchObject({
        action: 'connection.restore_version',
        before: { version: 2, name: 'other' },
        after: { version: 3, restored_version: 1 },
      });
    });
  });
});

async function withoutDestinations(credentialId: number): Promise<void> {
  await withClient('superuser', (client) =>
    client.query('delete from credential_destinations where credential_id = $1', [credentialId]),
  );
}
