import type { SampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { sampleConnection } from '../support/checks.js';
import { failureOf } from '../support/probe.js';
import { useSample } from '../support/shared-sample.js';
import { type TestTenant, createTenant } from '../support/tenant.js';

const UNDECIDED = { min_tls_mode: null, ssh_host_key_policy: null, egress_allow: [] };

describe("the policy of a tenant's checks", () => {
  let test: TestApp;
  let sample: SampleDatabase;
  beforeAll(async () => {
    sample = await useSample();
    test = await startTestApp();
  });
  afterAll(async () => {
    await test.close();
    await sample.stop();
  });

  const pathOf = ({ slug }: TestTenant) => `/api/platform/tenants/${slug}/check-policy`;
  const put = (tenant: TestTenant, policy: object) =>
    test.http().put(pathOf(tenant)).set(bearer(PLATFORM_KEY)).send(policy);
  const get = (tenant: TestTenant) => test.http().get(pathOf(tenant)).set(bearer(PLATFORM_KEY));
  const check = async (tenant: TestTenant): Promise<string | undefined> => {
    const answer = await test
      .http()
      .post(`${tenant.base}/connections/test`)
      .set(bearer(tenant.admin))
      .send(sampleConnection(sample))
      .expect(200);
    return answer.body.ok === true ? 'ok' : failureOf(answer.body);
  };

  it('is protected', async () => {
    const tenant = await createTenant(test);
    await test.http().get(pathOf(tenant)).expect(401);
    await test.http().put(pathOf(tenant)).send({}).expect(401);
    await test.http().put(pathOf(tenant)).set(bearer(tenant.admin)).send({}).expect(403);
  });

  it('decides nothing at first, and is replaced as a whole', async () => {
    const tenant = await createTenant(test);
    expect((await get(tenant).expect(200)).body).toEqual(UNDECIDED);
    const policy = {
      min_tls_mode: 'verify-ca',
      ssh_host_key_policy: 'strict',
      egress_allow: ['10.20.0.0/16', 'DB.Example', '*.inner.example', '10.20.0.0/16'],
    };
    const shown = { ...policy, egress_allow: ['10.20.0.0/16', 'db.example', '.inner.example'] };
    expect((await put(tenant, policy).expect(200)).body).toEqual(shown);
    expect((await get(tenant).expect(200)).body).toEqual(shown);
    expect((await put(tenant, {}).expect(200)).body).toEqual(UNDECIDED);
    const events = await test.http().get('/api/platform/audit-events?limit=5').set(bearer(PLATFORM_KEY));
    expect(events.body).toContainEqual(
      expect.objectContaining({
        action: 'tenant.update_check_policy',
        tenant: tenant.slug,
        before: UNDECIDED,
        after: shown,
      }),
    );
  });

  it.each([
    [{ min_tls_mode: 'strongest' }, 'min_tls_mode', 'one_of'],
    [{ ssh_host_key_policy: 'none' }, 'ssh_host_key_policy', 'one_of'],
    [{ egress_allow: ['10.0.0.0/8', '10.0.0.1/8'] }, 'egress_allow[1]', 'egress'],
    [{ egress_allow: ['a.example,b.example'] }, 'egress_allow[0]', 'egress'],
    [{ egress_allow: [''] }, 'egress_allow[0]', 'egress'],
    [{ egress_allow: ['0x7f.1'] }, 'egress_allow[0]', 'egress'],
    [{ egress_allow: '10.0.0.0/8' }, 'egress_allow', 'isArray'],
    [{ egress: [] }, 'egress', 'unknown'],
  ])('refuses %j and changes nothing', async (policy, path, rule) => {
    const tenant = await createTenant(test);
    const answer = await put(tenant, policy).expect(422);
    expect(answer.body.errors).toEqual([{ path, rule, message: expect.any(String) }]);
    expect((await get(tenant)).body).toEqual(UNDECIDED);
  });

  it('opens a network to this tenant alone, and asks for the TLS that it says', async () => {
    const [opened, closed] = [await createTenant(test), await createTenant(test)];
    await put(opened, { egress_allow: ['127.0.0.1/32'] }).expect(200);
    expect(await check(opened)).toBe('ok');
    expect(await check(closed)).toBe('resolve: egress_denied');
    await put(opened, { egress_allow: ['127.0.0.1/32'], min_tls_mode: 'require' }).expect(200);
    expect(await check(opened)).toBe('tls: tls_not_supported');
    await put(opened, {}).expect(200);
    expect(await check(opened)).toBe('resolve: egress_denied');
  });

  it('is that of no tenant where there is none', async () => {
    const tenant = { ...(await createTenant(test)), slug: 'there-is-none' };
    await get(tenant).expect(404);
    await put(tenant, {}).expect(404);
  });
});
