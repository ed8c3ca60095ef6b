import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { createAccount, requestToken, sendForm } from '../support/token-client.js';

const FORM = 'application/x-www-form-urlencoded';

describe('requests for tokens', () => {
  let test: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    [test, second] = await Promise.all([startTestApp(), startTestApp()]);
  });
  afterAll(() => Promise.all([test.close(), second.close()]));

  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  });

  it('are answered to clients that prove who they are', async () => {
    const answer = await sendForm(test, { grant_type: 'client_credentials' }).expect(401);
    expect(answer.headers['www-authenticate']).toBe('Basic realm="patchbay"');
    expect(answer.body).toEqual({ error: 'invalid_client', error_description: expect.any(String) });
  });

  it('may bring the client by HTTP Basic', async () => {
    const tenant = await createTenant(test);
    const { id, api_key: key } = await createAccount(test, tenant);
    const form = { grant_type: 'client_credentials' };
    await sendForm(test, form, basic(String(id), key)).expect(200);
    await sendForm(test, { ...form, client_id: String(id) }, basic(String(id), key)).expect(200);
    await sendForm(test, { ...form, client_id: '', client_secret: '' }, basic(String(id), key)).expect(200);
  });

  describe('are refused', () => {
    let tenant: TestTenant;
    let account: { id: number; api_key: string };
    beforeAll(async () => {
      tenant = await createTenant(test);
      account = await createAccount(test, tenant);
    });
    const refusal = (answer: { status: number; body: unknown; headers: Record<string, string> }) => {
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.headers['x-request-id']).toBeDefined();
      expect(Object.keys(answer.body as object).sort()).toEqual(['error', 'error_description']);
      expect(JSON.stringify(answer.body)).not.toContain(account.api_key);
      return [answer.status, (answer.body as { error: string }).error];
    };

    it.each<[string, Record<string, string | undefined>, number, string]>([
      ['no grant_type', { grant_type: undefined }, 400, 'invalid_request'],
      ['an empty grant_type', { grant_type: '' }, 400, 'invalid_request'],
      ['another grant_type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
      ['no client_id', { client_id: undefined }, 401, 'invalid_client'],
      ['no client_secret', { client_secret: undefined }, 401, 'invalid_client'],
      ['an id of somebody else', { client_id: '999999' }, 401, 'invalid_client'],
      ['an id of another tenant', { client_id: '1-999999' }, 401, 'invalid_client'],
      ['a secret that is no key', { client_secret: 'guess' }, 401, 'invalid_client'],
      ['the key of the platform', { client_secret: PLATFORM_KEY }, 401, 'invalid_client'],
      ['a word that means nothing', { scope: 'read' }, 400, 'invalid_scope'],
      ['a permission of other roles', { scope: 'connections:write' }, 400, 'invalid_scope'],
      ['a permission of the platform', { scope: 'tenants:manage' }, 400, 'invalid_scope'],
      ['a project that there is not', { scope: 'project:999999999' }, 400, 'invalid_scope'],
    ])('for %s', async (_what, fields, status, error) => {
      expect(refusal(await requestToken(test, account, fields))).toEqual([status, error]);
    });

    it('for a wrong secret of the right form', async () => {
      const end = account.api_key.endsWith('A') ? 'B' : 'A';
      const wrong = `${account.api_key.slice(0, -1)}${end}`;
      const answer = await requestToken(test, account, { client_secret: wrong });
      expect(refusal(answer)).toEqual([401, 'invalid_client']);
      expect(answer.headers['www-authenticate']).toBe('Basic realm="patchbay"');
    });

    it('for a client that authenticates in two ways', async () => {
      const [id, key] = [String(account.id), account.api_key];
      const form = { grant_type: 'client_credentials' };
      const sent = [
        sendForm(test, { ...form, client_id: id, client_secret: key }, basic(id, key)),
        sendForm(test, { ...form, client_secret: key }, basic(id, key)),
        sendForm(test, { ...form, client_id: 'another' }, basic(id, key)),
        sendForm(test, { ...form, client_id: id, client_secret: key }, bearer(key)),
      ];
      for (const answer of await Promise.all(sent)) expect(refusal(answer)).toEqual([400, 'invalid_request']);
    });

    it.each([
      ['another scheme', 'Bearer abc'],
      ['no base64', 'Basic %%%'],
      ['no colon', `Basic ${Buffer.from('abc').toString('base64')}`],
      ['a broken escape', `Basic ${Buffer.from('%zz:a').toString('base64')}`],
      ['nothing', 'Basic '],
    ])('for a header with %s', async (_what, authorization) => {
      const answer = await sendForm(test, { grant_type: 'client_credentials' }, { authorization });
      expect(refusal(answer)).toEqual([401, 'invalid_client']);
    });

    it.each<[string, string, string | undefined]>([
      [
        'a field that stands there twice',
        'grant_type=client_credentials&grant_type=client_credentials',
        FORM,
      ],
      ['JSON', '{"grant_type":"client_credentials"}', 'application/json'],
      ['broken JSON', '{"grant_type', 'application/json'],
      ['text', 'grant_type=client_credentials', 'text/plain'],
      ['more than a form can be', `scope=${'x'.repeat(20_000)}`, FORM],
      ['nothing', '', undefined],
    ])('for a body that is %s', async (_what, body, type) => {
      const sent = test.http().post('/api/auth/token');
      const answer = await (type === undefined ? sent : sent.set('content-type', type).send(body));
      expect(refusal(answer)).toEqual([400, 'invalid_request']);
    });

    it('while the tenant is suspended', async () => {
      const own = await createTenant(test);
      const client = await createAccount(test, own);
      const suspend = (status: string) =>
        test
          .http()
          .patch(`/api/platform/tenants/${own.slug}`)
          .set(bearer(PLATFORM_KEY))
          .send({ status })
          .expect(200);
      await suspend('suspended');
      for (const app of [test, second])
        expect(refusal(await requestToken(app, client))).toEqual([400, 'unauthorized_client']);
      await suspend('active');
      await requestToken(second, client).expect(200);
    });

    it('for an account that was deleted', async () => {
      const client = await createAccount(test, tenant);
      await test
        .http()
        .delete(`${tenant.base}/service-accounts/${client.id}`)
        .set(bearer(tenant.admin))
        .expect(200);
      for (const app of [test, second])
        expect(refusal(await requestToken(app, client))).toEqual([401, 'invalid_client']);
    });
  });

  it('are the only thing that a form is read for', async () => {
    const tenant = await createTenant(test);
    const answer = await test
      .http()
      .post(`${tenant.base}/projects`)
      .set(bearer(tenant.admin))
      .type('form')
      .send('name=sales')
      .expect(415);
    expect(answer.body).toMatchObject({ code: 'media_type_unsupported' });
  });
});
