import { mock } from 'node:test';
import { PLATFORM_KEY, type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { REFUSED_TOKENS, goodToken } from '../support/refused-tokens.js';
import { type TestTenant, createProject, createTenant } from '../support/tenant.js';
import { userToken } from '../support/tokens.js';

const ME = '/api/auth/me';

describe('authentication', () => {
  let test: TestApp;
  let tenant: TestTenant;
  beforeAll(async () => {
    test = await startTestApp();
    tenant = await createTenant(test);
  });
  afterAll(() => test.close());

  const me = (headers: Record<string, string>) => test.http().get(ME).set(headers);
  const account = async (role: string, project_ids?: number[]) => {
    const answer = await test
      .http()
      .post(`${tenant.base}/service-accounts`)
      .set(bearer(tenant.admin))
      .send({ name: unique('robot'), role, project_ids })
      .expect(201);
    return answer.body as { id: number; name: string; api_key: string };
  };

  it('is needed', async () => {
    const answer = await me({}).expect(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      code: 'credential_missing',
      detail: expect.any(String),
      request_id: answer.headers['x-request-id'],
    });
  });

  describe('headers', () => {
    const forms: [string, (credential: string) => Record<string, string>][] = [
      ['Authorization: Bearer', (credential) => ({ authorization: `Bearer ${credential}` })],
      ['authorization: bearer', (credential) => ({ authorization: `bearer ${credential}` })],
      ['Authorization: ApiKey', (credential) => ({ authorization: `ApiKey ${credential}` })],
      ['X-API-Key', (credential) => ({ 'x-api-key': credential })],
      ['X-TLM-Key', (credential) => ({ 'x-tlm-key': credential })],
    ];

    it.each(forms)('take every kind of credential in %s', async (_, headers) => {
      const { api_key: key, name } = await account('viewer');
      expect((await me(headers(key)).expect(200)).body).toMatchObject({ name: `${name}@${tenant.slug}` });
      expect((await me(headers(tenant.admin)).expect(200)).body).toMatchObject({ role: 'tenant_admin' });
      expect((await me(headers(PLATFORM_KEY)).expect(200)).body).toMatchObject({ role: 'platform_admin' });
      const wrong = await me(headers(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)).expect(401);
      expect(wrong.body).toMatchObject({ code: 'credential_invalid' });
    });

    it.each([
      ['Basic', { authorization: 'Basic dXNlcjpwYXNz' }],
      ['no scheme', { authorization: 'token' }],
      ['a scheme alone', { authorization: 'Bearer' }],
      ['two values', { authorization: 'Bearer one two' }],
      ['an empty key', { 'x-api-key': '' }],
      ['more than any token needs', { 'x-api-key': 'k'.repeat(8193) }],
    ])('that are no credential: %s', async (_, headers) => {
      expect((await me(headers).expect(401)).body).toMatchObject({ code: 'credential_missing' });
    });

    it('let Authorization decide where there are two', async () => {
      const { api_key: key } = await account('viewer');
      await me({ ...bearer('wrong'), 'x-api-key': key }).expect(401);
      await me({ ...bearer(key), 'x-api-key': 'wrong' }).expect(200);
    });
  });

  describe('API keys', () => {
    it.each([
      ['an unknown account', () => `pb_1-999999999_${'A'.repeat(43)}`],
      ['an unknown tenant', () => `pb_999999999-1_${'A'.repeat(43)}`],
      ['a number beyond the column', () => `pb_999999999999999-999999999999999_${'A'.repeat(43)}`],
      ['a short secret', () => `pb_1-1_${'A'.repeat(42)}`],
      ['the platform key with a letter more', () => `${PLATFORM_KEY}x`],
      ['the platform key in capitals', () => PLATFORM_KEY.toUpperCase()],
    ])('are refused: %s', async (_, key) => {
      expect((await me(bearer(key())).expect(401)).body).toMatchObject({ code: 'credential_invalid' });
    });
  });

  describe('tokens', () => {
    it.each(REFUSED_TOKENS)('are refused: %s', async (_, token) => {
      const credential = token(tenant.slug);
      // Both ways to a principal: by memory first, and by the database.
      for (const path of [ME, `${tenant.base}/connections`]) {
        const answer = await test.http().get(path).set(bearer(credential));
        expect([answer.status, answer.body.code]).toEqual([401, 'credential_invalid']);
      }
    });

    it('are taken where none of that is wrong', async () => {
      expect((await me(bearer(goodToken(tenant.slug))).expect(200)).body).toMatchObject({ role: 'viewer' });
    });

    it('end with their expiry, also where they are remembered', async () => {
      const exp = Math.floor(Date.now() / 1000) + 30;
      const token = goodToken(tenant.slug, { exp });
      await me(bearer(token)).expect(200);
      const clock = mock.method(Date, 'now', () => exp * 1000 - 1);
      try {
        await me(bearer(token)).expect(200);
        clock.mock.mockImplementation(() => exp * 1000);
        await me(bearer(token)).expect(401);
      } finally {
        clock.mock.restore();
      }
    });

    it('do not reach the path of another tenant', async () => {
      const other = await createTenant(test);
      for (const slug of [other.slug, 'nobody-has-this', 'a%00b']) {
        for (const path of ['connections', 'projects']) {
          const answer = await test
            .http()
            .get(`/api/backend/${slug}/configuration/${path}`)
            .set(bearer(tenant.admin));
          expect([answer.status, answer.body.code]).toEqual([404, 'tenant_not_found']);
        }
      }
    });

    it('without any project see no project, and the globals', async () => {
      await createProject(test, tenant);
      const none = bearer(tenant.token('editor', []));
      const projects = await test.http().get(`${tenant.base}/projects`).set(none).expect(200);
      expect(projects.body).toEqual([]);
      await test.http().get(`${tenant.base}/connections`).set(none).expect(200);
    });
  });

  describe('who am I', () => {
    it('tells a user', async () => {
      const own = await createProject(test, tenant);
      const facts = { tenant: tenant.slug, role: 'editor', email: 'ada@example.test' };
      const { body } = await me(bearer(userToken({ ...facts, projects: [own] }))).expect(200);
      expect(body).toEqual({
        kind: 'user',
        id: 'user-editor',
        name: 'ada@example.test',
        role: 'editor',
        tenant: tenant.slug,
        projects: [own],
        permissions: expect.arrayContaining(['connections:read', 'connections:test', 'connections:write']),
      });
      expect(body.permissions).not.toContain('global:write');
      expect((await me(bearer(userToken(facts))).expect(200)).body).toMatchObject({ projects: null });
      expect((await me(bearer(userToken({ ...facts, projects: [] }))).expect(200)).body).toMatchObject({
        projects: [],
      });
    });

    it('tells a service account', async () => {
      const { id, name, api_key: key } = await account('resolver', []);
      expect((await me(bearer(key)).expect(200)).body).toEqual({
        kind: 'service_account',
        id: String(id),
        name: `${name}@${tenant.slug}`,
        role: 'resolver',
        tenant: tenant.slug,
        projects: [],
        permissions: ['self:read', 'secrets:lease', 'leases:read', 'leases:revoke'],
      });
    });

    it('tells the platform', async () => {
      expect((await me(bearer(PLATFORM_KEY)).expect(200)).body).toEqual({
        kind: 'platform',
        id: 'platform',
        name: 'platform-admin',
        role: 'platform_admin',
        tenant: null,
        projects: null,
        permissions: ['self:read', 'tenants:manage', 'service_accounts:manage', 'signing_keys:manage'],
      });
    });
  });
});
