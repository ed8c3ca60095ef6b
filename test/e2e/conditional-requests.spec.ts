import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type NativeClient, nativeClient } from '../support/native-client.js';
import { type TestTenant, createTenant, redshift } from '../support/tenant.js';

describe('a conditional request', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let admin: NativeClient;
  let one: string;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    tenant = await createTenant(test);
    admin = nativeClient(test, tenant);
    one = `/connections/${((await admin.post('/connections', redshift()).expect(201)).body as { id: number }).id}`;
  });

  describe('of a read', () => {
    it.each(['"1"', 'W/"1"', '"7", "1"', '*'])('is answered 304 without a body for %s', async (tag) => {
      const answer = await admin.get(one).set('if-none-match', tag).expect(304);
      expect([answer.text, answer.headers['etag'], answer.headers['content-type']]).toEqual([
        '',
        '"1"',
        undefined,
      ]);
    });

    it.each(['"2"', '1', ''])('is answered as ever for %j', async (tag) => {
      expect((await admin.get(one).set('if-none-match', tag).expect(200)).body.version).toBe(1);
    });

    it('tells of a check too, which is no new version', async () => {
      await admin.post(`${one}/test`).expect(200);
      const answer = await admin.get(one).set('if-none-match', '"1"').expect(200);
      const tag = answer.headers['etag']!;
      expect(tag).toBe(`"1.${answer.body.last_check.id}"`);
      await admin.get(one).set('if-none-match', tag).expect(304);
      await admin.put(one, { name: 'n' }).set('if-match', tag).expect(200);
    });

    it('says nothing to a write', async () => {
      await admin.put(one, { name: 'n' }).set('if-none-match', '"2"').expect(200);
    });
  });

  it.each<[what: string, method: 'patch' | 'put', platform: string, changes: object]>([
    ['settings', 'patch', '', { audit_reads: true }],
    ['check-policy', 'put', PLATFORM_KEY, { min_tls_mode: 'require' }],
    ['quotas', 'put', PLATFORM_KEY, { projects: 7 }],
  ])('knows %s by what is shown', async (what, method, platform, changes) => {
    const place = platform ? `/api/platform/tenants/${tenant.slug}` : tenant.base;
    const token = bearer(platform || tenant.admin);
    const path = `${place}/${what}`;
    const read = (tag = '') => test.http().get(path).set(token).set('if-none-match', tag);
    const change = (tag: string, body = changes) =>
      test.http()[method](path).set(token).set('if-match', tag).send(body);
    const first = (await read().expect(200)).headers['etag']!;
    expect(first).toMatch(/^"[1-9]\d{0,9}"$/);
    await read(first).expect(304);
    const changed = await change(first).expect(200);
    const second = changed.headers['etag']!;
    expect(second).not.toBe(first);
    expect((await read(first).expect(200)).headers['etag']).toBe(second);
    expect((await change(first, {}).expect(412)).body.code).toBe('version_mismatch');
    expect((await read().expect(200)).body).toEqual(changed.body);
    expect((await change(second).expect(200)).headers['etag']).toBe(second);
  });

  it('is a must for changes where the tenant wants it, and there alone', async () => {
    await admin.put(one, { name: 'n' }).expect(200);
    await admin.patch('/settings', { require_if_match: true }).expect(200);
    const made = async (path: string, body: object) =>
      `${path}/${((await admin.post(path, body).expect(201)).body as { id: number }).id}`;
    const others = [
      await made('/projects', { name: 'p' }),
      await made('/credentials', { name: 'c', type: 'SIMPLE', payload: { username: 'u', password: 'p' } }),
      await made('/service-accounts', { name: 'r', role: 'viewer' }),
    ];
    const calls = [
      () => admin.put(one, { name: 'm' }),
      ...[one, ...others].map((path) => () => admin.delete(path)),
    ];
    for (const call of calls) {
      expect((await call().expect(428)).body.code).toBe('precondition_required');
      expect((await call().set('if-match', ' ').expect(428)).body.code).toBe('precondition_required');
    }
    await admin.delete(others[0]!).set('if-match', '"1"').expect(200);
    await admin.delete(one).set('if-match', '*').expect(200);
    expect((await admin.patch('/settings', {}).expect(428)).body.code).toBe('precondition_required');
    await admin.patch('/settings', { require_if_match: false }).set('if-match', '*').expect(200);
    await admin.delete(others[1]!).expect(200);
  });
});
