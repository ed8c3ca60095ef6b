import { type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';

const DEFAULTS = {
  require_if_match: false,
  deleted_retention_days: 30,
  max_lease_seconds: 3_600,
  audit_reads: false,
  audit_retention_days: null,
  example_rows: true,
};

describe('the settings of a tenant', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const get = ({ base }: TestTenant, token: string) => test.http().get(`${base}/settings`).set(bearer(token));
  const patch = ({ base, admin }: TestTenant, changes: object, token = admin) =>
    test.http().patch(`${base}/settings`).set(bearer(token)).send(changes);

  it('are protected', async () => {
    const [tenant, other] = [await createTenant(test), await createTenant(test)];
    await test.http().get(`${tenant.base}/settings`).expect(401);
    await patch(tenant, {}, other.admin).expect(404);
    await patch(tenant, {}, tenant.token('editor')).expect(403);
    await get(tenant, tenant.token('viewer', [])).expect(200);
    await get(tenant, tenant.token('resolver')).expect(403);
  });

  it('have defaults, change by name, and go back to the default with null', async () => {
    const tenant = await createTenant(test);
    expect((await get(tenant, tenant.admin).expect(200)).body).toEqual(DEFAULTS);
    const changed = { ...DEFAULTS, max_lease_seconds: 600, audit_reads: true };
    const answer = await patch(tenant, { max_lease_seconds: 600, audit_reads: true }).expect(200);
    expect(answer.body).toEqual(changed);
    expect((await get(tenant, tenant.admin)).body).toEqual(changed);
    expect((await patch(tenant, { audit_reads: null }).expect(200)).body.audit_reads).toBe(false);
    expect((await get(tenant, tenant.admin)).body.max_lease_seconds).toBe(600);
    const events = await test.http().get(`${tenant.base}/audit-events`).set(bearer(tenant.admin));
    expect(events.body[0]).toMatchObject({ action: 'settings.update', before: changed });
  });

  it('are known to another instance at once', async () => {
    const tenant = await createTenant(test);
    const second = await startTestApp();
    try {
      const ask = () => second.http().get(`${tenant.base}/settings`).set(bearer(tenant.admin));
      expect((await ask().expect(200)).body.audit_reads).toBe(false);
      await patch(tenant, { audit_reads: true }).expect(200);
      expect((await ask().expect(200)).body.audit_reads).toBe(true);
    } finally {
      await second.close();
    }
  });

  it('change beside other writes of the tenant, and neither waits for the other in a circle', async () => {
    const tenant = await createTenant(test);
    const projects = await Promise.all(Array.from({ length: 5 }, () => createProject(test, tenant)));
    const rename = (id: number) =>
      test
        .http()
        .put(`${tenant.base}/projects/${id}`)
        .set(bearer(tenant.admin))
        .send({ name: unique('p') });
    const writes = Array.from({ length: 40 }, (_, n) => [
      patch(tenant, { max_lease_seconds: n + 1 }),
      rename(projects[n % projects.length]!),
    ]);
    const answers = await Promise.all(writes.flat());
    expect(answers.filter(({ status }) => status !== 200).map(({ body }) => body as unknown)).toEqual([]);
  });

  it.each([
    [{ max_lease_seconds: 0 }, 'max_lease_seconds', 'range'],
    [{ audit_reads: 'yes' }, 'audit_reads', 'boolean'],
    [{ anything: 1 }, 'anything', 'unknown'],
  ])('refuse %j and change nothing', async (changes, path, rule) => {
    const tenant = await createTenant(test);
    const answer = await patch(tenant, { deleted_retention_days: 1, ...changes }).expect(422);
    expect(answer.body.errors).toEqual([{ path, rule, message: expect.any(String) }]);
    expect((await get(tenant, tenant.admin)).body).toEqual(DEFAULTS);
  });
});
