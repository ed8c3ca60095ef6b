import { type TestApp, startTestApp, unique } from '../support/app.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { storedSecrets } from '../support/stored-secrets.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

const SECRET = { username: 'shared', password: 'shared-password' };

describe('shared credentials', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let project: number;
  let admin: NativeClient;
  let editor: NativeClient;
  /** The project's path. */
  let home: string;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    project = await createProject(test, tenant);
    home = `/projects/${project}`;
    admin = nativeClient(test, tenant);
    editor = nativeClient(test, tenant, tenant.token('editor', [project]));
  });

  async function shared(place = home, name = unique('cred')): Promise<number> {
    const body = { name, type: 'SIMPLE', payload: SECRET };
    const answer = await admin.post(`${place}/credentials`, body).expect(201);
    return (answer.body as { id: number }).id;
  }

  const using = (credential: object, host = 'db.example.com') => ({
    ...redshift(),
    payload: { host },
    credential,
  });

  async function refused(answer: ReturnType<NativeClient['put']>, code: string, path: string) {
    const { body } = await answer.expect(422);
    expect([body.code, body.errors.map((error: { path: string }) => error.path)]).toEqual([code, [path]]);
  }

  describe('a destination that nobody approved', () => {
    it('is refused to an editor who does not know the secret', async () => {
      for (const id of [await shared(), await shared('')]) {
        const answer = editor.post(`${home}/connections`, using({ id }));
        await refused(answer, 'secret_reentry_required', 'credential.payload');
      }
      expect((await admin.get(`${home}/connections`)).body).toEqual([]);
    });

    it('is refused with a wrong payload, to a tenant_admin too', async () => {
      const id = await shared();
      for (const api of [editor, admin]) {
        for (const payload of [{ ...SECRET, password: 'guess' }, {}, 'text', { ...SECRET, more: 'x' }]) {
          const answer = api.post(`${home}/connections`, using({ id, payload }));
          await refused(answer, 'secret_reentry_required', 'credential.payload');
        }
      }
    });

    it('is approved by whoever sends the stored secret, whatever the order of its keys', async () => {
      const id = await shared();
      const payload = { password: SECRET.password, username: SECRET.username };
      const made = await editor.post(`${home}/connections`, using({ id, payload })).expect(201);
      expect(made.body.credential_id).toBe(id);
    });

    it('is approved by a tenant_admin', async () => {
      const id = await shared('');
      await admin.post(`${home}/connections`, using({ id })).expect(201);
    });
  });

  it('serves every editor once the destination is approved, and no other destination', async () => {
    const id = await shared();
    await admin.post(`${home}/connections`, using({ id })).expect(201);
    const again = await editor.post(`${home}/connections`, using({ id }, 'DB.example.com')).expect(201);
    const elsewhere = editor.post(`${home}/connections`, using({ id }, 'evil.example.com'));
    await refused(elsewhere, 'secret_reentry_required', 'credential.payload');
    const one = `${home}/connections/${again.body.id}`;
    await refused(
      editor.put(one, { payload: { host: 'evil.example.com' } }),
      'secret_reentry_required',
      'credential',
    );
    const moved = { payload: { host: 'evil.example.com' } };
    await refused(
      editor.put(one, { ...moved, credential: { id } }),
      'secret_reentry_required',
      'credential.payload',
    );
    await refused(admin.put(one, moved), 'secret_reentry_required', 'credential');
    await admin.put(one, { ...moved, credential: { id } }).expect(200);
    await editor.put(one, { payload: { host: 'db.example.com' } }).expect(200);
    await editor.put(one, { payload: { host: 'EVIL.example.com' } }).expect(200);
  });

  it('keeps its approved destinations when its secret is renewed', async () => {
    const id = await shared();
    const made = await admin.post(`${home}/connections`, using({ id })).expect(201);
    const renewed = await editor
      .put(`${home}/credentials/${id}`, { payload: { ...SECRET, password: 'new' } })
      .expect(200);
    expect(renewed.body.version).toBe(2);
    await editor.post(`${home}/connections`, using({ id })).expect(201);
    const old = editor.post(`${home}/connections`, using({ id, payload: SECRET }, 'other.example.com'));
    await refused(old, 'secret_reentry_required', 'credential.payload');
    const stored = await storedSecrets(test, tenant.slug, made.body.id as number);
    expect(stored.credential).toEqual({ ...SECRET, password: 'new' });
  });

  describe('on an update', () => {
    it('an inline credential becomes the connection’s own and leaves the shared one untouched', async () => {
      const id = await shared();
      const made = await admin.post(`${home}/connections`, using({ id })).expect(201);
      const other = await admin.post(`${home}/connections`, using({ id })).expect(201);
      const before = await admin.get(`${home}/credentials/${id}`).expect(200);
      const one = `${home}/connections/${made.body.id}`;
      const { credential } = redshift();
      const own = await editor.put(one, { payload: { host: 'new.example.com' }, credential }).expect(200);
      expect(own.body.credential_id).not.toBe(id);
      expect((await admin.get(`${home}/credentials/${own.body.credential_id}`)).body.inline).toBe(true);
      expect((await admin.get(`${home}/credentials/${id}`)).body).toEqual(before.body);
      const left = await storedSecrets(test, tenant.slug, other.body.id as number);
      expect(left.credential).toEqual(SECRET);
    });

    it('an own credential goes when a shared one takes its place', async () => {
      const id = await shared();
      const made = await editor.post(`${home}/connections`, using(redshift().credential)).expect(201);
      const own = made.body.credential_id as number;
      const one = `${home}/connections/${made.body.id}`;
      const exchanged = await admin.put(one, { credential: { id } }).expect(200);
      expect(exchanged.body).toMatchObject({ credential_id: id, version: 2 });
      await admin.get(`${home}/credentials/${own}`).expect(404);
    });

    it('its own credential by id changes nothing, and approves a place only with the stored secret', async () => {
      const made = await editor.post(`${home}/connections`, using(redshift().credential)).expect(201);
      const one = `${home}/connections/${made.body.id}`;
      const id = made.body.credential_id as number;
      const same = await editor.put(one, { credential: { id } }).expect(200);
      expect(same.body).toEqual(made.body);
      const { payload } = redshift().credential;
      const wrong = editor.put(one, { credential: { id, payload: { ...payload, password: 'guess' } } });
      await refused(wrong, 'secret_reentry_required', 'credential.payload');
      const moved = { payload: { host: 'new.example.com' } };
      await refused(
        editor.put(one, { ...moved, credential: { id } }),
        'secret_reentry_required',
        'credential',
      );
      const right = await editor.put(one, { ...moved, credential: { id, payload } }).expect(200);
      expect(right.body).toMatchObject({ credential_id: id, version: 2 });
    });
  });

  describe('a credential that is not for this connection', () => {
    const missing = { code: 'credential_not_found', path: 'credential.id' };

    it('is one of a sibling project, of another tenant, of no tenant: all look the same', async () => {
      const sibling = await shared(`/projects/${await createProject(test, tenant)}`);
      const stranger = await createTenant(test);
      const foreign = await nativeClient(test, stranger)
        .post('/credentials', { name: 'c', type: 'SIMPLE', payload: SECRET })
        .expect(201);
      const answers = [];
      for (const id of [sibling, foreign.body.id as number, 9_000_000_000]) {
        for (const credential of [{ id }, { id, payload: SECRET }]) {
          await refused(editor.post(`${home}/connections`, using(credential)), missing.code, missing.path);
          await refused(admin.post(`${home}/connections`, using(credential)), missing.code, missing.path);
          const answer = await editor.post(`${home}/connections`, using(credential));
          answers.push({ ...answer.body, request_id: '' });
        }
      }
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    });

    it('is a project’s, for a GLOBAL connection', async () => {
      const id = await shared();
      await refused(admin.post('/connections', using({ id })), missing.code, missing.path);
    });

    it('is the own one of another connection', async () => {
      const made = await admin.post(`${home}/connections`, redshift()).expect(201);
      const credential = { id: made.body.credential_id as number, payload: redshift().credential.payload };
      const answer = admin.post(`${home}/connections`, { ...redshift(), credential });
      await refused(answer, 'credential_not_shared', 'credential.id');
    });

    it('is of a type that does not fit', async () => {
      const body = { name: 'token', type: 'TOKEN', payload: { token: 't' } };
      const { id } = (await admin.post(`${home}/credentials`, body).expect(201)).body as { id: number };
      await refused(admin.post(`${home}/connections`, using({ id })), 'validation_failed', 'credential.type');
    });

    it.each([
      [{ id: '1' }, 'credential.id'],
      [{ id: 0 }, 'credential.id'],
      [{ id: 1.5 }, 'credential.id'],
      [{ id: null }, 'credential.id'],
      [{ id: 1, type: 'SIMPLE' }, 'credential.type'],
      [{ id: 1, payload: null }, 'credential.payload'],
      [{ id: 1, payload: [] }, 'credential.payload'],
      [{ id: 1, secret: 'x' }, 'credential.secret'],
    ])('is named wrongly by %j', async (credential, path) => {
      await refused(admin.post(`${home}/connections`, using(credential)), 'validation_failed', path);
    });
  });
});
