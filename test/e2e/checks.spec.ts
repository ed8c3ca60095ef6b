import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { type TestApp, startTestApp } from '../support/app.js';
import { LOCAL_CHECKS, sampleConnection } from '../support/checks.js';
import { failureOf, warningsOf } from '../support/probe.js';
import { useSample } from '../support/shared-sample.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';

describe('checks', () => {
  let test: TestApp;
  let sample: SampleDatabase;
  beforeAll(async () => {
    sample = await useSample();
    test = await startTestApp({ checks: LOCAL_CHECKS });
  });
  afterAll(async () => {
    await test.close();
    await sample.stop();
  });

  const post = (tenant: TestTenant, path: string, body: object = {}, token = tenant.admin) =>
    test.http().post(`${tenant.base}${path}`).set('authorization', `Bearer ${token}`).send(body);

  it('is protected', async () => {
    const tenant = await createTenant(test);
    await test.http().post(`${tenant.base}/connections/test`).send({}).expect(401);
    await test.http().post(`${tenant.base}/connections/1/test`).expect(401);
    await test.http().get(`${tenant.base}/checks/1`).expect(401);
    const viewer = tenant.token('viewer');
    await post(tenant, '/connections/test', {}, viewer).expect(403);
  });

  it('tests a stored connection with the real driver and shows it on the connection', async () => {
    const tenant = await createTenant(test);
    const project = await createProject(test, tenant);
    for (const place of ['', `/projects/${project}`]) {
      const made = await post(tenant, `${place}/connections`, sampleConnection(sample)).expect(201);
      expect(made.body.last_check).toBeNull();
      const path = `${place}/connections/${made.body.id}`;
      const check = await post(tenant, `${path}/test`).expect(200);
      expect(check.body).toMatchObject({ ok: true, server: { product: 'PostgreSQL' } });
      expect(Object.keys(check.body).sort()).toEqual(['duration_ms', 'ok', 'server', 'steps']);
      expect(check.body.steps.map((step: { step: string }) => step.step)).toEqual([
        'resolve',
        'connect',
        'ssh',
        'tls',
        'authenticate',
        'database',
        'list',
      ]);
      expect(warningsOf(check.body)).toEqual(['tls_not_used']);
      const shown = await test
        .http()
        .get(`${tenant.base}${path}`)
        .set('authorization', `Bearer ${tenant.admin}`)
        .expect(200);
      expect(shown.body).toMatchObject({ version: 1, last_check: { ok: true, code: null, version: 1 } });
    }
  });

  it.each([
    [
      'a wrong password',
      { login: { username: 'sample_reader', password: 'not-the-password' } },
      'authenticate: auth_failed',
    ],
    ['an unknown database', { payload: { database: 'nowhere' } }, 'database: database_not_found'],
    ['a port where nothing listens', { payload: { port: 1 } }, 'connect: connect_refused'],
    ['an unknown name', { payload: { host: 'nowhere.invalid' } }, 'resolve: dns_not_found'],
    ['a closed address', { payload: { host: '169.254.169.254' } }, 'resolve: egress_denied'],
    ['required TLS', { transport: { tls: { mode: 'require' } } }, 'tls: tls_not_supported'],
  ])('names what is wrong with %s', async (_, overrides, failure) => {
    const tenant = await createTenant(test);
    const check = await post(tenant, '/connections/test', sampleConnection(sample, overrides)).expect(200);
    expect(check.body.ok).toBe(false);
    expect(failureOf(check.body)).toBe(failure);
    const failed = check.body.steps.find((step: { status: string }) => step.status === 'failed');
    expect(failed.message).toMatch(/\.$/);
    expect(failed.hint).toMatch(/\w/);
  });

  it('tells a user without rights from a wrong password', async () => {
    const tenant = await createTenant(test);
    const body = sampleConnection(sample, { login: sample.powerless });
    const check = await post(tenant, '/connections/test', body).expect(200);
    expect(failureOf(check.body)).toBe('database: permission_denied');
  });

  it('speaks of the port that the source usually uses', async () => {
    const tenant = await createTenant(test);
    const check = await post(tenant, '/connections/test', sampleConnection(sample, { payload: { port: 5 } }));
    const failed = check.body.steps.find((step: { status: string }) => step.status === 'failed');
    expect(failed.hint).toBe(
      'The host answered but nothing listens on port 5; PostgreSQL usually uses 5432.',
    );
  });

  it('speaks of it too where something else takes the connection and says nothing', async () => {
    const tenant = await createTenant(test);
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const body = { ...sampleConnection(sample, { payload: { port } }), type: 'MYSQL' };
    const check = await post(tenant, '/connections/test?deadline_ms=1000', body).expect(200);
    silent.close();
    expect(failureOf(check.body)).toBe('connect: timeout');
    const failed = check.body.steps.find((step: { status: string }) => step.status === 'failed');
    expect(failed.hint).toBe(
      'Something took the connection and said nothing; check the port (usually 3306).',
    );
  });

  it('stores nothing of a body', async () => {
    const tenant = await createTenant(test);
    await post(tenant, '/connections/test', sampleConnection(sample)).expect(200);
    const auth = { authorization: `Bearer ${tenant.admin}` };
    const list = await test.http().get(`${tenant.base}/connections`).set(auth).expect(200);
    expect(list.body).toEqual([]);
    const credentials = await test.http().get(`${tenant.base}/credentials`).set(auth).expect(200);
    expect(credentials.body).toEqual([]);
  });

  it('names the broken rules of a body', async () => {
    const tenant = await createTenant(test);
    const { name: _, ...unnamed } = sampleConnection(sample);
    await post(tenant, '/connections/test', unnamed).expect(200);
    const answer = await post(tenant, '/connections/test', { type: 'POSTGRES', payload: {} }).expect(422);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual(
      expect.arrayContaining(['payload.host', 'payload.database', 'credential']),
    );
  });

  it('sends a stored secret nowhere else', async () => {
    const tenant = await createTenant(test);
    const { body: made } = await post(tenant, '/connections', sampleConnection(sample)).expect(201);
    const elsewhere = { connection_id: made.id, payload: { host: 'localhost' } };
    const refused = await post(tenant, '/connections/test', elsewhere).expect(422);
    expect(refused.body.code).toBe('secret_reentry_required');
    const again = { ...elsewhere, credential: sampleConnection(sample).credential };
    expect((await post(tenant, '/connections/test', again).expect(200)).body.ok).toBe(true);
    const renamed = { connection_id: made.id, payload: { database: 'nowhere' } };
    const check = await post(tenant, '/connections/test', renamed).expect(200);
    expect(failureOf(check.body)).toBe('database: database_not_found');
    const shown = await test
      .http()
      .get(`${tenant.base}/connections/${made.id}`)
      .set('authorization', `Bearer ${tenant.admin}`);
    expect(shown.body).toMatchObject({ version: 1, last_check: null });
  });

  it('lets operators test what they see, and nobody use global secrets from a project', async () => {
    const tenant = await createTenant(test);
    const own = await createProject(test, tenant);
    const other = await createProject(test, tenant);
    const make = async (place: string): Promise<string> => {
      const { body } = await post(tenant, `${place}/connections`, sampleConnection(sample)).expect(201);
      return `/connections/${body.id}/test`;
    };
    const [global, mine, foreign] = [
      await make(''),
      await make(`/projects/${own}`),
      await make(`/projects/${other}`),
    ];
    const bound = tenant.token('operator', [own]);
    await post(tenant, mine, {}, bound).expect(200);
    await post(tenant, `/projects/${own}${mine}`, {}, bound).expect(200);
    await post(tenant, global, {}, bound).expect(403);
    await post(tenant, `/projects/${own}${global}`, {}, bound).expect(404);
    await post(tenant, foreign, {}, bound).expect(404);
    await post(tenant, '/connections/test', sampleConnection(sample), bound).expect(403);
    await post(tenant, global, {}, tenant.token('operator')).expect(200);
    const elsewhere = await createTenant(test);
    await post(elsewhere, global).expect(404);
  });

  it('answers at once when asked to, and says later how it went', async () => {
    const tenant = await createTenant(test);
    const started = await post(tenant, '/connections/test?async=true', sampleConnection(sample)).expect(202);
    expect(started.body).toMatchObject({ status: 'running', type: 'POSTGRES', result: null });
    const { location } = started.headers as { location: string };
    const ask = (token: string) => test.http().get(location).set('authorization', `Bearer ${token}`);
    let answer = await ask(tenant.admin).expect(200);
    while (answer.body.status === 'running') answer = await ask(tenant.admin).expect(200);
    expect(answer.body).toMatchObject({ status: 'done', connection_id: null, result: { ok: true } });
    const elsewhere = await createTenant(test);
    const path = location.replace(tenant.slug, elsewhere.slug);
    await test.http().get(path).set('authorization', `Bearer ${elsewhere.admin}`).expect(404);
  });

  it('streams the steps while they happen', async () => {
    const tenant = await createTenant(test);
    const answer = await post(tenant, '/connections/test', sampleConnection(sample))
      .set('accept', 'text/event-stream')
      .expect(200)
      .expect('content-type', /text\/event-stream/);
    const events = answer.text
      .trim()
      .split('\n\n')
      .map((block) => /^event: (\w+)\ndata: (.*)$/.exec(block)!.slice(1));
    expect(events.map(([name]) => name)).toEqual([...Array<string>(6).fill('step'), 'result']);
    expect(JSON.parse(events[0]![1]!)).toMatchObject({ step: 'resolve', status: 'ok' });
    expect(JSON.parse(events.at(-1)![1]!)).toMatchObject({ ok: true });
  });

  it('refuses deadlines out of bounds', async () => {
    const tenant = await createTenant(test);
    for (const deadline of ['999', '60001', 'soon', '-1']) {
      const path = `/connections/test?deadline_ms=${deadline}`;
      const answer = await post(tenant, path, sampleConnection(sample)).expect(400);
      expect(answer.body.code).toBe('deadline_malformed');
    }
  });

  it('stores what passes, and nothing else, when asked to test first', async () => {
    const tenant = await createTenant(test);
    const wrong = sampleConnection(sample, { payload: { database: 'nowhere' } });
    const refused = await post(tenant, '/connections?test=true', wrong).expect(422);
    expect(refused.body).toMatchObject({ code: 'check_failed', check: { ok: false } });
    const made = await post(tenant, '/connections?test=true', sampleConnection(sample)).expect(201);
    expect(made.body).toMatchObject({ version: 1, last_check: { ok: true, version: 1 } });
    const put = (body: object) =>
      test
        .http()
        .put(`${tenant.base}/connections/${made.body.id}?test=true`)
        .set('authorization', `Bearer ${tenant.admin}`)
        .send(body);
    await put({ payload: { database: 'nowhere' } }).expect(422);
    const unchanged = await put({ ...made.body, name: 'renamed' }).expect(200);
    expect(unchanged.body).toMatchObject({
      name: 'renamed',
      version: 2,
      last_check: { ok: true, version: 2 },
    });
  });

  it('keeps no secret in what it writes down', async () => {
    const tenant = await createTenant(test);
    const login = { username: 'sample_reader', password: 'canary-8231-password' };
    const { body: made } = await post(tenant, '/connections', sampleConnection(sample, { login })).expect(
      201,
    );
    const check = await post(tenant, `/connections/${made.id}/test`).expect(200);
    const audit = await test
      .http()
      .get(`${tenant.base}/audit-events?action=connection.test`)
      .set('authorization', `Bearer ${tenant.admin}`)
      .expect(200);
    expect(audit.body).toHaveLength(1);
    expect(JSON.stringify([check.body, audit.body, test.logged])).not.toContain(login.password);
  });
});
