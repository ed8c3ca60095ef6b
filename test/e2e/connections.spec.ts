import { loadConnectors } from '#connectors';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { fullConnection } from '../support/full-connection.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { storedSecrets } from '../support/stored-secrets.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

const CONNECTORS = (await loadConnectors()).list();

describe('connections', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let api: NativeClient;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    api = nativeClient(test, tenant);
  });

  it('is protected', async () => {
    const answer = await test.http().get(`${tenant.base}/connections`).expect(401);
    expect(answer.body).toMatchObject({ code: 'credential_missing', status: 401 });
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('makes, shows, changes, lists and deletes one', async () => {
    const project = await createProject(test, tenant);
    for (const place of ['', `/projects/${project}`]) {
      const path = `${place}/connections`;
      const body = redshift();
      const made = await api.post(path, body).expect(201);
      expect(made.body).toMatchObject({
        project_id: place ? project : 0,
        scope: place ? 'PROJECT' : 'GLOBAL',
        name: body.name,
        type: 'REDSHIFT',
        payload: body.payload,
        db_type: 'REDSHIFT',
        version: 1,
      });
      expect(made.body.credential).toBeUndefined();
      const one = `${path}/${made.body.id}`;
      const got = await api.get(one).expect(200);
      expect(got.body).toEqual(made.body);
      const same = await api.put(one, got.body as object).expect(200);
      expect(same.body).toEqual(got.body);
      const renamed = await api.put(one, { name: 'other' }).expect(200);
      expect(renamed.body).toMatchObject({ name: 'other', version: 2 });
      const list = await api.get(path).expect(200);
      expect(list.body).toEqual([renamed.body]);
      await api.delete(one).expect(200);
      await api.get(one).expect(404);
      await api.delete(one).expect(404);
    }
  });

  describe('a body', () => {
    async function broken(body: object): Promise<string[]> {
      const answer = await api.post('/connections', body).expect(422);
      expect(answer.body.code).toBe('validation_failed');
      return (answer.body.errors as { path: string; rule: string }[]).map(
        ({ path, rule }) => `${path} ${rule}`,
      );
    }

    it.each([
      [{ name: undefined }, ['name required']],
      [{ name: null }, ['name required']],
      [{ name: 7 }, ['name string']],
      [{ name: '' }, ['name length']],
      [{ name: ' \t\n ' }, ['name length']],
      [{ name: 'x'.repeat(256) }, ['name length']],
      [{ name: 'a\u0000b' }, ['name characters']],
      [{ name: 'a\nb' }, ['name characters']],
      [{ name: 'a\u009fb' }, ['name characters']],
      [{ type: undefined }, ['type required']],
      [{ type: 'redshift' }, ['type one_of']],
      [{ type: 'constructor' }, ['type one_of']],
      [{ payload: undefined }, ['payload required']],
      [{ payload: [] }, ['payload type']],
      [
        { payload: { endpoint_prefix: 'a', databse: 'x', options: '' } },
        ['payload.databse unknown', 'payload.options unknown'],
      ],
      [{ credential: undefined }, ['credential required']],
      [{ credential: 'text' }, ['credential object']],
      [{ credential: { type: 'SIMPLE', payload: {}, extra: 1 } }, ['credential.extra unknown']],
      [{ credential: { type: 'NOPE', payload: {} } }, ['credential.type one_of']],
      [
        { credential: { type: 'SIMPLE', payload: { username: 'u' } } },
        ['credential.payload.password required'],
      ],
      [
        { credential: { type: 'SIMPLE', payload: { username: 'u', password: '***' } } },
        ['credential.payload.password mask'],
      ],
      [{ transport: { vpn: {} } }, ['transport.vpn unknown']],
      [{ transport: { kerberos: { kdc: 'k' } } }, ['transport.kerberos transport']],
      [{ surprise: 1, another: 2 }, ['surprise unknown', 'another unknown']],
      [{ id: 1, created_by: 'x' }, ['id read_only', 'created_by read_only']],
    ])('with %j is refused: %j', async (change, expected) => {
      expect((await broken({ ...redshift(), ...change })).sort()).toEqual([...expected].sort());
      expect((await api.get('/connections')).body).toEqual([]);
    });

    it('names everything that is wrong at once, and never a value', async () => {
      const answer = await api
        .post('/connections', {
          name: '',
          type: 'REDSHIFT',
          payload: { host: 'offending value', port: 'offending value' },
          credential: { type: 'SIMPLE', payload: { username: 'u', password: '', more: 'offending value' } },
          zzz: 'offending value',
        })
        .expect(422);
      expect((answer.body.errors as { path: string }[]).map((error) => error.path).sort()).toEqual([
        'credential.payload.more',
        'credential.payload.password',
        'name',
        'payload.host',
        'payload.port',
        'zzz',
      ]);
      expect(JSON.stringify(answer.body)).not.toContain('offending value');
    });

    it.each(CONNECTORS.map((connector) => [connector.type, connector] as const))(
      'of %s with a credential of any other type says which fit',
      async (type, connector) => {
        const [example] = connector.examples;
        const fitting = connector.acceptedCredentials(example!.payload);
        const others = CONNECTORS.flatMap((one) => one.examples.map(({ credential }) => credential)).filter(
          (credential) => !fitting.includes(credential.type),
        );
        for (const credential of new Map(others.map((one) => [one.type, one])).values()) {
          const body = { name: unique('c'), type, payload: example!.payload, credential };
          const answer = await api.post('/connections', body).expect(422);
          const [error] = answer.body.errors as [{ path: string; rule: string; message: string }];
          expect(error).toMatchObject({ path: 'credential.type', rule: 'credential_type' });
          for (const name of fitting) expect(error.message).toContain(name);
        }
      },
    );
  });

  describe('a name', () => {
    it('is trimmed, and may have 255 characters of any script', async () => {
      const made = await api.post('/connections', redshift('\t  Mein Lager \u00a0')).expect(201);
      expect(made.body.name).toBe('Mein Lager');
      await api.post('/connections', redshift('😀'.repeat(255))).expect(201);
    });

    it.each([
      ['Sales', 'SALES'],
      ['Sales', ' sales '],
      ['Caf\u00e9', 'cafe\u0301'],
      ['Straße', 'STRASSE'],
      ['STRAẞE', 'straße'],
      ['ΟΔΟΣ', 'οδος'],
    ])('%j is taken when %j comes, in the globals and in each project', async (first, second) => {
      const one = await createProject(test, tenant);
      const other = await createProject(test, tenant);
      for (const path of ['/connections', `/projects/${one}/connections`, `/projects/${other}/connections`]) {
        await api.post(path, redshift(first)).expect(201);
        const answer = await api.post(path, redshift(second)).expect(409);
        expect(answer.body.code).toBe('connection_exists');
      }
      expect((await api.get('/connections')).body).toHaveLength(3);
    });

    it('is free again after a delete, and in another tenant', async () => {
      const made = await api.post('/connections', redshift('Sales')).expect(201);
      await nativeClient(test, await createTenant(test))
        .post('/connections', redshift('Sales'))
        .expect(201);
      await api.delete(`/connections/${made.body.id}`).expect(200);
      await api.post('/connections', redshift('sales')).expect(201);
    });

    it('is given to one of many that come at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          api.post('/connections', redshift(index % 2 ? 'Race' : 'RACE')),
        ),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    });
  });

  describe('who may', () => {
    let own: number;
    let sibling: number;
    let editor: NativeClient;
    const idOf = async (path: string) => {
      const { body } = await api.post(path, redshift()).expect(201);
      return (body as { id: number }).id;
    };
    beforeEach(async () => {
      own = await createProject(test, tenant);
      sibling = await createProject(test, tenant);
      editor = nativeClient(test, tenant, tenant.token('editor', [own]));
    });

    it('an editor that is bound to projects writes in them alone', async () => {
      const made = await editor.post(`/projects/${own}/connections`, redshift()).expect(201);
      for (const path of [`/projects/${own}/connections`, '/connections']) {
        await editor.put(`${path}/${made.body.id}`, { name: unique('n') }).expect(200);
      }
      await editor.delete(`/connections/${made.body.id}`).expect(200);
    });

    it('it reads GLOBAL ones and does not write them', async () => {
      const global = await idOf('/connections');
      await editor.get(`/connections/${global}`).expect(200);
      const writes = [
        editor.post('/connections', redshift()),
        editor.put(`/connections/${global}`, { name: 'x' }),
        editor.put(`/connections/${global}`, {}),
        editor.delete(`/connections/${global}`),
      ];
      for (const answer of await Promise.all(writes)) {
        expect([answer.status, answer.body.code]).toEqual([403, 'global_scope_forbidden']);
      }
      await editor.get(`/projects/${own}/connections/${global}`).expect(404);
    });

    it('it does not see a sibling project: that one looks like none', async () => {
      const hidden = await idOf(`/projects/${sibling}/connections`);
      const paths = [`/connections/${hidden}`, `/projects/${own}/connections/${hidden}`];
      for (const path of paths) {
        const answers = await Promise.all([
          editor.get(path),
          editor.put(path, { name: 'x' }),
          editor.delete(path),
        ]);
        expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual(
          Array(3).fill([404, 'connection_not_found']),
        );
      }
      for (const project of [sibling, 9_000_000]) {
        const path = `/projects/${project}/connections`;
        const answers = await Promise.all([
          editor.get(path),
          editor.post(path, redshift()),
          editor.get(`${path}/${hidden}`),
        ]);
        expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual(
          Array(3).fill([404, 'project_not_found']),
        );
      }
      expect((await editor.get('/connections')).body).toEqual([]);
    });

    it('an editor of the whole tenant writes in every project, and no GLOBAL ones', async () => {
      const wide = nativeClient(test, tenant, tenant.token('editor'));
      await wide.post(`/projects/${own}/connections`, redshift()).expect(201);
      await wide.post(`/projects/${sibling}/connections`, redshift()).expect(201);
      await wide.post('/connections', redshift()).expect(403);
      await wide.delete(`/connections/${await idOf('/connections')}`).expect(403);
    });

    it.each(['viewer', 'operator'])('a %s reads and does not write', async (role) => {
      const reader = nativeClient(test, tenant, tenant.token(role, [own]));
      const one = `/connections/${await idOf(`/projects/${own}/connections`)}`;
      await reader.get(one).expect(200);
      await reader.post(`/projects/${own}/connections`, redshift()).expect(403);
      await reader.put(one, {}).expect(403);
      await reader.delete(one).expect(403);
    });

    it('nobody of another tenant, by that tenant’s path or by the own one', async () => {
      const one = await idOf('/connections');
      const stranger = await createTenant(test);
      await nativeClient(test, tenant, stranger.admin).get(`/connections/${one}`).expect(404);
      await nativeClient(test, stranger).get(`/connections/${one}`).expect(404);
    });

    it('is answered with 404 in a project that does not exist, for every method', async () => {
      const path = '/projects/9000000/connections';
      for (const call of [api.get(path), api.post(path, redshift())]) {
        expect((await call.expect(404)).body.code).toBe('project_not_found');
      }
      await api.get(`${path}/1`).expect(404);
    });
  });

  it.each([
    ['abc', 400, 'id_malformed'],
    ['1.5', 400, 'id_malformed'],
    ['-1', 400, 'id_malformed'],
    ['0', 404, 'connection_not_found'],
    ['9007199254740991', 404, 'connection_not_found'],
    ['99999999999999999999999', 404, 'connection_not_found'],
  ])('the id %s is answered with %i', async (id, status, code) => {
    for (const answer of [api.get(`/connections/${id}`), api.put(`/connections/${id}`, {})]) {
      expect((await answer.expect(status)).body.code).toBe(code);
    }
  });

  it('is created by the caller: a user’s address, or a service account’s name and tenant', async () => {
    const account = await api.post('/service-accounts', { name: 'loader', role: 'tenant_admin' }).expect(201);
    const robot = nativeClient(test, tenant, account.body.api_key as string);
    const made = await robot.post('/connections', redshift()).expect(201);
    expect(made.body).toMatchObject({
      created_by: `loader@${tenant.slug}`,
      updated_by: `loader@${tenant.slug}`,
    });
    const changed = await api.put(`/connections/${made.body.id}`, { name: 'other' }).expect(200);
    expect(changed.body).toMatchObject({
      created_by: `loader@${tenant.slug}`,
      updated_by: `tenant_admin@${tenant.slug}.test`,
    });
  });

  it.each(CONNECTORS.map((connector) => [connector.type, connector] as const))(
    '%s answers its engine, and nothing that was sealed',
    async (_, connector) => {
      const body = fullConnection(connector, unique('c'));
      const made = await api.post('/connections', body).expect(201);
      expect(made.body.db_type).toBe(connector.dbType(body.payload));
      const answers = [made.body, (await api.get(`/connections/${made.body.id}`)).body];
      expect(JSON.stringify([...answers, (await api.get('/connections')).body])).not.toContain('stored-');
    },
  );

  it('seals the properties of GENERIC_JDBC whose name looks secret, and echoes the others', async () => {
    const open = { fetchSize: '100', currentSchema: 'S', 'a.b': '' };
    const sealed = { trustStorePassword: 'x1', 'oracle.net.wallet_password': 'x2', apiKey: 'x3', PWD: 'x4' };
    const jdbc = CONNECTORS.find((connector) => connector.type === 'GENERIC_JDBC')!;
    const [{ payload, credential }] = jdbc.examples as unknown as [{ payload: object; credential: object }];
    const connection_properties = { ...open, ...sealed };
    const body = {
      name: 'j',
      type: 'GENERIC_JDBC',
      credential,
      payload: { ...payload, connection_properties },
    };
    const made = await api.post('/connections', body).expect(201);
    expect(made.body.payload.connection_properties).toEqual(open);
    const { properties } = await storedSecrets(test, tenant.slug, made.body.id as number);
    expect(Object.values(properties).sort()).toEqual(['x1', 'x2', 'x3', 'x4']);
    const same = await api.put(`/connections/${made.body.id}`, made.body as object).expect(200);
    expect(same.body).toEqual(made.body);
  });
});
