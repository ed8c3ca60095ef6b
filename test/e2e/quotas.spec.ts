import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

const UNDECIDED = {
  connections: null,
  projects: null,
  service_accounts: null,
  files: null,
  file_mebibytes: null,
  checks_per_minute: null,
  leases_per_minute: null,
};

describe('the quotas of a tenant', () => {
  let test: TestApp;
  let second: TestApp;
  let tenant: TestTenant;
  let admin: NativeClient;
  beforeAll(async () => {
    [test, second] = await Promise.all([startTestApp(), startTestApp()]);
  });
  afterAll(() => Promise.all([test.close(), second.close()]));
  beforeEach(async () => {
    tenant = await createTenant(test);
    admin = nativeClient(test, tenant);
  });

  const path = () => `/api/platform/tenants/${tenant.slug}/quotas`;
  const put = (quotas: object) => test.http().put(path()).set(bearer(PLATFORM_KEY)).send(quotas);
  const usage = async () => (await admin.get('/usage').expect(200)).body;
  const account = () => ({ name: unique('robot'), role: 'viewer' });

  it('are protected', async () => {
    await test.http().get(path()).expect(401);
    await test.http().put(path()).set(bearer(tenant.admin)).send({}).expect(403);
    await test.http().get(`${tenant.base}/usage`).expect(401);
    await nativeClient(test, tenant, tenant.token('resolver')).get('/usage').expect(403);
  });

  it('are the defaults until the platform decides, and again with null', async () => {
    const get = async () => (await test.http().get(path()).set(bearer(PLATFORM_KEY)).expect(200)).body;
    expect(await get()).toEqual(UNDECIDED);
    expect(await usage()).toEqual({
      connections: { used: 0, limit: 10_000 },
      projects: { used: 0, limit: 1_000 },
      service_accounts: { used: 0, limit: 1_000 },
      files: { used: 0, limit: 1_000 },
      file_mebibytes: { used: 0, limit: 1_024 },
      checks_per_minute: { used: 0, limit: 600 },
      leases_per_minute: { used: 0, limit: 6_000 },
    });
    expect((await put({ connections: 7, leases_per_minute: 0 }).expect(200)).body).toEqual({
      ...UNDECIDED,
      connections: 7,
      leases_per_minute: 0,
    });
    expect((await usage()).connections).toEqual({ used: 0, limit: 7 });
    await put({ connections: null }).expect(200);
    expect(await get()).toEqual(UNDECIDED);
  });

  it.each([
    { connections: -1 },
    { projects: 1.5 },
    { service_accounts: '5' },
    { checks_per_minute: 10_000_001 },
  ])('are not %j', async (quotas) => {
    const { body } = await put(quotas).expect(422);
    expect(body.errors[0]).toMatchObject({ path: Object.keys(quotas)[0], rule: 'range' });
  });

  it.each([
    ['connections', '/connections', () => redshift()],
    ['projects', '/projects', () => ({ name: unique('p') })],
    ['service_accounts', '/service-accounts', account],
  ] as const)('limit %s, also for many at once on several instances', async (quota, place, body) => {
    await put({ [quota]: 4 }).expect(200);
    const clients = [admin, nativeClient(second, tenant)];
    const calls = Array.from({ length: 12 }, (_, n) => clients[n % 2]!.post(place, body()));
    const answers = await Promise.all(calls);
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...new Array<number>(4).fill(201),
      ...new Array<number>(8).fill(409),
    ]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.body).toMatchObject({ code: 'quota_exceeded', quota, limit: 4 });
    expect((await admin.get(place).expect(200)).body).toHaveLength(4);
    expect((await usage())[quota]).toEqual({ used: 4, limit: 4 });
    const [one] = (await admin.get(place).expect(200)).body as { id: number }[];
    await admin.delete(`${place}/${one!.id}`).expect(200);
    expect((await usage())[quota].used).toBe(3);
    await admin.post(place, body()).expect(201);
    await admin.post(place, body()).expect(409);
    const { body: proof } = await admin.get('/audit-events/verify').expect(200);
    expect(proof).toMatchObject({ ok: true, to_sequence: 6 });
  });

  it('count nothing that was refused', async () => {
    await admin.post('/connections', redshift('Same')).expect(201);
    await admin.post('/connections', redshift('Same')).expect(409);
    expect((await usage()).connections.used).toBe(1);
  });

  it('leave what is stored when they shrink', async () => {
    const { body } = await admin.post('/connections', redshift()).expect(201);
    await put({ connections: 0 }).expect(200);
    await admin.put(`/connections/${body.id}`, { name: unique('n') }).expect(200);
    await admin.post('/connections', redshift()).expect(409);
  });

  it('of one tenant are not another’s', async () => {
    await put({ connections: 0 }).expect(200);
    const other = nativeClient(test, await createTenant(test));
    await other.post('/connections', redshift()).expect(201);
  });

  it.each(['', '?async=true'])('limit checks a minute, on all instances: %s', async (query) => {
    const { id } = (await admin.post('/connections', redshift()).expect(201)).body;
    await put({ checks_per_minute: 0 }).expect(200);
    for (const client of [admin, nativeClient(second, tenant)]) {
      const answer = await client.post(`/connections/${id}/test${query}`).expect(429);
      expect(answer.body).toMatchObject({ code: 'quota_exceeded', quota: 'checks_per_minute', limit: 0 });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    }
    await admin.post('/connections/test', redshift()).expect(429);
    await admin.post('/connections?test=true', redshift()).expect(429);
    await put({ checks_per_minute: 1_000 }).expect(200);
    await admin.post('/connections/test', redshift()).expect(200);
  });

  it('limit leases a minute, on all instances, and a refused one leaves nothing', async () => {
    const connection = redshift();
    const { id } = (await admin.post('/connections', connection).expect(201)).body;
    const project = await createProject(test, tenant);
    await put({ leases_per_minute: 0 }).expect(200);
    const purpose = 'a test';
    for (const app of [test, second]) {
      const resolver = nativeClient(app, tenant, tenant.token('resolver'));
      for (const call of [
        resolver.post(`/connections/${id}/lease`, { purpose }),
        resolver.post(`/connections/${id}/lease`, { purpose, wrap: true }),
        resolver.post(`/projects/${project}/connections/lease`, { purpose, name: connection.name }),
      ]) {
        const answer = await call.expect(429);
        expect(answer.body).toMatchObject({ code: 'quota_exceeded', quota: 'leases_per_minute', limit: 0 });
        expect(answer.body).not.toHaveProperty('credential');
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
      }
    }
    expect((await admin.get('/leases').expect(200)).body).toEqual([]);
    expect((await admin.get('/audit-events?action=lease.create').expect(200)).body).toEqual([]);
    await put({ leases_per_minute: 1_000 }).expect(200);
    const resolver = nativeClient(test, tenant, tenant.token('resolver'));
    await resolver.post(`/connections/${id}/lease`, { purpose }).expect(201);
  });
});
