import type { Response } from 'supertest';
import type { JsonObject } from '#connector-sdk';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { storedSecrets } from '../support/stored-secrets.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

const SECRET = { username: 'shared', password: 'shared-password' };
const simple = (name = unique('cred')) => ({ name, type: 'SIMPLE', payload: SECRET });

describe('credentials', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let admin: NativeClient;
  let editor: NativeClient;
  let project: number;
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

  interface Made {
    readonly id: number;
    readonly fingerprint: string;
  }
  const made = async (place = home, body: object = simple()) =>
    (await admin.post(`${place}/credentials`, body).expect(201)).body as Made;
  const uses = async (id: number, place = home, host = 'db.example.com') => {
    const body = { ...redshift(), payload: { host }, credential: { id } };
    return (await admin.post(`${place}/connections`, body).expect(201)).body as { id: number; name: string };
  };

  it('is protected', async () => {
    const { id } = await made();
    for (const path of ['/credentials', `/credentials/${id}`, `/credentials/${id}/usage`]) {
      await test.http().get(`${tenant.base}${path}`).expect(401);
    }
  });

  it('tells when one ends, and lists those that end soon, the own of connections too', async () => {
    const ending = (days: number) => {
      const end = new Date(Math.floor(Date.now() / 1_000) * 1_000 + days * 86_400_000).toISOString();
      return { end, payload: { sas_key: `sv=2024-11-04&se=${encodeURIComponent(end)}&sig=x` } };
    };
    const [over, soon, late] = [ending(-1), ending(20), ending(40)];
    const ids: number[] = [];
    for (const { end, payload } of [over, soon, late]) {
      const body = { name: unique('sas'), type: 'AZURE_SAS', payload };
      const answer = await admin.post(`${home}/credentials`, body).expect(201);
      expect(answer.body.expires_at).toBe(end);
      ids.push(answer.body.id as number);
    }
    await made();
    const endingWithin = async (within: string) =>
      (await admin.get(`/credentials?expiring_within=${within}`).expect(200)).body.map(
        ({ id }: Made) => id,
      ) as number[];
    expect(await endingWithin('30d')).toEqual(ids.slice(0, 2));
    expect(await endingWithin('0d')).toEqual(ids.slice(0, 1));
    const path = `${home}/credentials/${ids[0]}`;
    const renewed = await admin.put(path, { payload: ending(90).payload }).expect(200);
    expect(renewed.body.expires_at).toMatch(/Z$/);
    expect(await endingWithin('30d')).toEqual([ids[1]]);

    const login = (days: number) => ({ type: 'TOKEN', payload: { token: jwt(days) } });
    const jwt = (days: number) =>
      `e30.${Buffer.from(`{"exp":${Math.floor(Date.now() / 1_000) + days * 86_400}}`).toString('base64url')}.s`;
    const payload = { host: 'dbc.cloud.databricks.com', warehouse_id: 'abc123', catalog: 'main' };
    const connection = { name: unique('c'), type: 'DATABRICKS', payload, credential: login(10) };
    const { body: own } = await admin.post('/connections', connection).expect(201);
    expect(await endingWithin('30d')).toEqual([ids[1], own.credential_id]);
    await admin.put(`/connections/${own.id}`, { credential: login(60) }).expect(200);
    expect(await endingWithin('30d')).toEqual([ids[1]]);
  });

  it.each(['30', 'd', '-1d', '30h', '10000d'])('lists none that end within %s', async (within) => {
    const answer = await admin.get(`/credentials?expiring_within=${within}`).expect(400);
    expect(answer.body.code).toBe('expiring_within_malformed');
  });

  it('makes, shows, changes, lists and deletes one, in both places', async () => {
    for (const place of [home, '']) {
      const path = `${place}/credentials`;
      const answer = await admin.post(path, simple('  Reader ')).expect(201);
      expect(answer.body).toEqual({
        id: expect.any(Number),
        name: 'Reader',
        type: 'SIMPLE',
        scope: place ? 'PROJECT' : 'GLOBAL',
        project_id: place ? project : 0,
        inline: false,
        version: 1,
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        server_fields: {},
        expires_at: null,
        created_by: `tenant_admin@${tenant.slug}.test`,
        created_at: expect.stringMatching(/Z$/),
        updated_by: `tenant_admin@${tenant.slug}.test`,
        updated_at: answer.body.created_at,
      });
      const one = `${path}/${answer.body.id}`;
      expect((await admin.get(one).expect(200)).body).toEqual(answer.body);
      expect((await admin.get(one)).headers['etag']).toBe('"1"');
      expect((await admin.put(one, answer.body as object).expect(200)).body).toEqual(answer.body);
      const renamed = await admin.put(one, { name: 'Other' }).expect(200);
      expect(renamed.body).toMatchObject({ name: 'Other', version: 2, fingerprint: answer.body.fingerprint });
      expect((await admin.get(path)).body).toEqual([renamed.body]);
      const gone = await admin.delete(one).expect(200);
      expect(gone.body).toEqual({ message: 'Credential was deleted successfully' });
      await admin.get(one).expect(404);
    }
  });

  it('takes a key file as its text, and stores it as the object', async () => {
    const key = {
      project_id: 'p',
      private_key_id: 'i',
      private_key: 'k',
      client_email: 'reader@p.iam.gserviceaccount.com',
      client_id: '1',
    };
    const { id } = await made(home, { name: 'key', type: 'GCP', payload: JSON.stringify(key) });
    const body = { name: 'b', type: 'GCS', payload: { bucket: 'b' } };
    const credential = { id, payload: JSON.stringify(key) };
    const connection = await editor.post(`${home}/connections`, { ...body, credential }).expect(201);
    const stored = await storedSecrets(test, tenant.slug, connection.body.id as number);
    expect(stored.credential).toEqual(key);
  });

  it.each([
    [{ name: undefined }, ['name required']],
    [{ name: '' }, ['name length']],
    [{ name: 'a\u0000' }, ['name characters']],
    [{ type: undefined }, ['type required']],
    [{ type: 'NOPE' }, ['type one_of']],
    [{ payload: undefined }, ['payload object']],
    [{ payload: null }, ['payload object']],
    [{ payload: 'text' }, ['payload type']],
    [{ payload: { username: 'u' } }, ['payload.password required']],
    [{ payload: { ...SECRET, password: '' } }, ['payload.password empty']],
    [{ payload: { ...SECRET, password: '••••' } }, ['payload.password mask']],
    [{ payload: { ...SECRET, more: 1 } }, ['payload.more unknown']],
    [{ id: 1 }, ['id unknown']],
    [{ project_id: 1 }, ['project_id unknown']],
  ])('refuses to make one with %j: %j', async (change, expected) => {
    const answer = await admin.post('/credentials', { ...simple(), ...change }).expect(422);
    const errors = answer.body.errors as { path: string; rule: string; message: string }[];
    expect(errors.map(({ path, rule }) => `${path} ${rule}`)).toEqual(expected);
    expect(JSON.stringify(errors)).not.toMatch(/credential\.|shared-password/);
    expect((await admin.get('/credentials')).body).toEqual([]);
  });

  describe('an update', () => {
    it('with another secret is another version and fingerprint; with the same one it is nothing', async () => {
      const before = await made();
      const one = `${home}/credentials/${before.id}`;
      for (const same of [
        { payload: SECRET },
        { payload: { password: SECRET.password, username: 'shared' } },
        {},
      ]) {
        expect((await editor.put(one, same).expect(200)).body).toEqual(before);
      }
      const { body } = await editor.put(one, { payload: { ...SECRET, password: 'new' } }).expect(200);
      expect(body.version).toBe(2);
      expect(body.fingerprint).not.toBe(before.fingerprint);
      const back = await editor.put(one, { payload: SECRET }).expect(200);
      expect(back.body).toMatchObject({ version: 3, fingerprint: before.fingerprint });
    });

    it('replaces the payload as a whole', async () => {
      const aws = { access_key: 'a', secret_key: 's', session_token: 't' };
      const { id } = await made(home, { name: 'aws', type: 'AWS', payload: aws });
      const body = { name: 'b', type: 'S3', payload: { bucket: 'b' }, credential: { id } };
      const user = (await admin.post(`${home}/connections`, body).expect(201)).body as { id: number };
      const one = `${home}/credentials/${id}`;
      const refused = await admin.put(one, { payload: { session_token: 'other' } }).expect(422);
      expect((refused.body.errors as { path: string }[]).map((error) => error.path).sort()).toEqual([
        'payload.access_key',
        'payload.secret_key',
      ]);
      await admin
        .put(one, { payload: { access_key: 'a', secret_key: 's2', session_token: null } })
        .expect(200);
      const { credential } = await storedSecrets(test, tenant.slug, user.id);
      expect(credential).toEqual({ access_key: 'a', secret_key: 's2' });
    });

    it.each([
      [{ name: null }, 'name required'],
      [{ name: ' ' }, 'name length'],
      [{ type: 'TOKEN' }, 'type read_only'],
      [{ version: 7 }, 'version read_only'],
      [{ fingerprint: 'x' }, 'fingerprint read_only'],
      [{ inline: true }, 'inline read_only'],
      [{ project_id: 0 }, 'project_id read_only'],
      [{ payload: null }, 'payload object'],
      [{ payload: { username: 'u' } }, 'payload.password required'],
      [{ payload: { ...SECRET, password: null } }, 'payload.password required'],
      [{ payload: { ...SECRET, password: '***' } }, 'payload.password mask'],
      [{ secret: 'x' }, 'secret unknown'],
    ])('with %j is refused: %s', async (change, expected) => {
      const before = await made();
      const one = `${home}/credentials/${before.id}`;
      const answer = await admin.put(one, change).expect(422);
      const [error] = answer.body.errors as [{ path: string; rule: string }];
      expect(`${error.path} ${error.rule}`).toBe(expected);
      expect((await admin.get(one)).body).toEqual(before);
    });

    it('holds under a condition', async () => {
      const { id } = await made();
      const one = `${home}/credentials/${id}`;
      await admin.put(one, { name: 'x' }).set('if-match', '"2"').expect(412);
      await admin.delete(one).set('if-match', '"2"').expect(412);
      await admin.put(one, { name: 'x' }).set('if-match', '"1"').expect(200);
      await admin.delete(one).set('if-match', '"2"').expect(200);
    });

    it('of one that belongs to a connection renews its secret and gives it no name', async () => {
      const connection = (await admin.post(`${home}/connections`, redshift()).expect(201)).body as JsonObject;
      const one = `${home}/credentials/${connection['credential_id'] as number}`;
      const before = await editor.get(one).expect(200);
      expect(before.body).toMatchObject({ inline: true, name: null });
      expect((await editor.put(one, before.body as object).expect(200)).body).toEqual(before.body);
      const refused = await editor.put(one, { name: 'Mine' }).expect(422);
      expect(refused.body.errors).toEqual([expect.objectContaining({ path: 'name', rule: 'read_only' })]);
      await editor.put(one, { payload: { username: 'test', password: 'renewed' } }).expect(200);
      const { credential } = await storedSecrets(test, tenant.slug, connection['id'] as number);
      expect(credential).toEqual({ username: 'test', password: 'renewed' });
    });
  });

  it('has a name that is unique, case-folded, among the globals and in each project', async () => {
    const other = `/projects/${await createProject(test, tenant)}`;
    for (const place of ['', home, other]) {
      await made(place, simple('Straße'));
      const answer = await admin.post(`${place}/credentials`, simple(' STRASSE')).expect(409);
      expect(answer.body.code).toBe('credential_exists');
      const second = await made(place, simple('second'));
      const renamed = await admin.put(`${place}/credentials/${second.id}`, { name: 'strasse' }).expect(409);
      expect(renamed.body.code).toBe('credential_exists');
    }
  });

  describe('in use', () => {
    it('says by which connections, and is not deleted before the last one goes', async () => {
      const { id } = await made();
      const one = `${home}/credentials/${id}`;
      expect((await editor.get(`${one}/usage`).expect(200)).body).toEqual({ connections: [], hidden: 0 });
      const users = [await uses(id), await uses(id)];
      const usage = {
        connections: users.map((user) => ({ id: user.id, name: user.name, project_id: project })),
        hidden: 0,
      };
      expect((await editor.get(`${one}/usage`).expect(200)).body).toEqual(usage);
      const refused = await editor.delete(one).expect(409);
      expect(refused.body).toMatchObject({ code: 'credential_in_use', ...usage });
      for (const user of users) {
        await editor.delete(one).expect(409);
        await editor.delete(`${home}/connections/${user.id}`).expect(200);
        expect((await admin.get(one).expect(200)).body.version).toBe(1);
      }
      await editor.delete(one).expect(200);
    });

    it('counts the users in projects that the caller does not see', async () => {
      const { id } = await made('');
      const seen = await uses(id);
      await uses(id, `/projects/${await createProject(test, tenant)}`);
      const usage = await editor.get(`/credentials/${id}/usage`).expect(200);
      expect(usage.body).toEqual({
        connections: [{ id: seen.id, name: seen.name, project_id: project }],
        hidden: 1,
      });
      const whole = await admin.get(`/credentials/${id}/usage`).expect(200);
      expect(whole.body.connections).toHaveLength(2);
    });

    it('by its own connection alone, goes with it', async () => {
      const answer = await admin.post(`${home}/connections`, redshift()).expect(201);
      const one = `${home}/credentials/${answer.body.credential_id}`;
      await editor.delete(one).expect(409);
      await editor.delete(`${home}/connections/${answer.body.id}`).expect(200);
      await editor.get(one).expect(404);
    });
  });

  describe('who may', () => {
    it('an editor in its projects; it reads GLOBAL ones and does not write them', async () => {
      const mine = (await editor.post(`${home}/credentials`, simple()).expect(201)).body as Made;
      await editor.put(`/credentials/${mine.id}`, { name: 'x' }).expect(200);
      const global = await made('');
      await editor.get(`/credentials/${global.id}`).expect(200);
      const writes = [
        editor.post('/credentials', simple()),
        editor.put(`/credentials/${global.id}`, {}),
        editor.delete(`/credentials/${global.id}`),
      ];
      for (const answer of await Promise.all(writes)) {
        expect([answer.status, answer.body.code]).toEqual([403, 'global_scope_forbidden']);
      }
      const wide = nativeClient(test, tenant, tenant.token('editor'));
      await wide.post('/credentials', simple()).expect(403);
    });

    it('nobody from a sibling project or another tenant: it looks like none', async () => {
      const sibling = `/projects/${await createProject(test, tenant)}`;
      const { id } = await made(sibling);
      const stranger = nativeClient(test, await createTenant(test));
      for (const [api, path] of [
        [editor, `/credentials/${id}`],
        [editor, `${home}/credentials/${id}`],
        [admin, `${home}/credentials/${id}`],
        [stranger, `/credentials/${id}`],
        [admin, '/credentials/9000000000'],
      ] as const) {
        const calls = [api.get(path), api.get(`${path}/usage`), api.put(path, {}), api.delete(path)];
        for (const answer of await Promise.all(calls)) {
          expect([answer.status, answer.body.code]).toEqual([404, 'credential_not_found']);
        }
      }
    });

    it('a viewer reads', async () => {
      const viewer = nativeClient(test, tenant, tenant.token('viewer', [project]));
      const { id } = await made();
      await viewer.get(`${home}/credentials/${id}`).expect(200);
      await viewer.post(`${home}/credentials`, simple()).expect(403);
      await viewer.put(`${home}/credentials/${id}`, {}).expect(403);
      await viewer.delete(`${home}/credentials/${id}`).expect(403);
    });
  });

  describe('lists', () => {
    it('hold what the caller may see, filtered by type and name', async () => {
      const token = { name: 'Token', type: 'TOKEN', payload: { token: 't' } };
      await made('', simple('Global'));
      await made(home, simple('Own'));
      await made(home, token);
      await made(`/projects/${await createProject(test, tenant)}`, simple('Sibling'));
      const names = async (path: string, api = admin) =>
        ((await api.get(path).expect(200)).body as { name: string }[]).map((one) => one.name);
      expect(await names('/credentials')).toEqual(['Global', 'Own', 'Token', 'Sibling']);
      expect(await names('/credentials', editor)).toEqual(['Global', 'Own', 'Token']);
      expect(await names(`${home}/credentials`)).toEqual(['Own', 'Token']);
      expect(await names('/credentials?type=TOKEN')).toEqual(['Token']);
      expect(await names('/credentials?name=%20OWN')).toEqual(['Own']);
      expect(await names('/credentials?type=TOKEN&name=own')).toEqual([]);
      await admin.get('/projects/9000000/credentials').expect(404);
    });

    it('come page by page, with a cursor that fits no other list', async () => {
      for (let count = 0; count < 5; count += 1) await made();
      const whole = (await admin.get(`${home}/credentials`)).body as Made[];
      const found: Made[] = [];
      let path: string | undefined = `${home}/credentials?limit=2`;
      let cursor = '';
      while (path !== undefined) {
        const answer: Response = await admin.get(path).expect(200);
        found.push(...(answer.body as Made[]));
        const link: string | undefined = answer.headers['link'];
        path = link === undefined ? undefined : /<([^>]+)>/.exec(link)![1]!.slice(tenant.base.length);
        cursor = path === undefined ? cursor : new URL(path, 'http://x').searchParams.get('cursor')!;
      }
      expect(found).toEqual(whole);
      const stranger = nativeClient(test, await createTenant(test));
      const connections = `${home}/connections?cursor=${cursor}`;
      for (const call of [
        admin.get(`/credentials?cursor=${cursor}`),
        admin.get(`${home}/credentials?type=SIMPLE&cursor=${cursor}`),
        admin.get(`${home}/credentials?cursor=`),
        admin.get(`${home}/credentials?cursor=x${cursor}`),
        admin.get(connections),
        stranger.get(`/credentials?cursor=${cursor}`),
      ]) {
        expect((await call.expect(400)).body.code).toBe('cursor_invalid');
      }
      for (const query of ['limit=0', 'name=%00', 'type=%00', 'sort=name']) {
        await admin.get(`/credentials?${query}`).expect(400);
      }
    });
  });
});
