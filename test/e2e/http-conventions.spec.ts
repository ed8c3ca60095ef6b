import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppOptions } from '../../apps/api/src/app.options.js';
import { PLATFORM_KEY, type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type TestTenant, createProject, createTenant, redshift } from '../support/tenant.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('every request', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let auth: { authorization: string };
  beforeAll(async () => {
    test = await startTestApp();
    tenant = await createTenant(test);
    auth = bearer(tenant.admin);
  });
  afterAll(() => test.close());

  /** Sends a path as it stands: clients tidy up what an attacker does not. */
  function raw(method: string, path: string, headers: Record<string, string> = {}) {
    const { port } = test.server.address() as AddressInfo;
    return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
      (resolve, reject) => {
        const sent = httpRequest(
          { host: '127.0.0.1', port, method, path, headers, agent: false },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
            response.on('end', () =>
              resolve({ status: response.statusCode!, headers: response.headers, text }),
            );
          },
        );
        sent.on('error', reject).end();
      },
    );
  }

  describe('has an id', () => {
    it.each(['abc', 'A.b_c-9', 'x'.repeat(64)])('of the caller: %s', async (id) => {
      const answer = await test.http().get('/health/live').set('x-request-id', id).expect(200);
      expect(answer.headers['x-request-id']).toBe(id);
    });

    it.each(['', 'x'.repeat(65), 'a b', 'a/b', '"', 'é', '<script>', '%0d%0a'])(
      'of ours where the caller sends %j',
      async (id) => {
        const { headers } = await raw('GET', '/health/live', { 'x-request-id': id });
        expect(headers['x-request-id']).toMatch(UUID);
      },
    );

    it('that errors name, and that is new each time', async () => {
      const answers = [
        await test.http().get('/api/auth/me'),
        await test.http().get('/nowhere'),
        await test.http().get(`${tenant.base}/projects/x`).set(auth),
        await test.http().post(`${tenant.base}/projects`).set(auth).send({}),
      ];
      const ids = answers.map(({ headers }) => headers['x-request-id'] as string);
      expect(answers.map(({ body }) => body.request_id as string)).toEqual(ids);
      expect(new Set(ids).size).toBe(answers.length);
    });

    it('that the log has, with the route and without the secret', async () => {
      await test
        .http()
        .get(`${tenant.base}/projects`)
        .set(auth)
        .set('x-request-id', 'look-for-me')
        .expect(200);
      const line = test.logged.find((logged) => logged.includes('look-for-me'));
      expect(line).toContain(tenant.slug);
      expect(test.logged.join('')).not.toContain(tenant.admin);
    });
  });

  it.each([
    ['GET', '/', 404, 'route_not_found'],
    ['GET', '/nowhere', 404, 'route_not_found'],
    ['GET', '/api', 404, 'route_not_found'],
    ['GET', '/api/backend', 404, 'route_not_found'],
    ['PATCH', '/api/auth/me', 404, 'route_not_found'],
    ['TRACE', '/api/auth/me', 404, 'route_not_found'],
    ['GET', '/API/auth/me', 404, 'route_not_found'],
    ['GET', '//api/auth/me', 404, 'route_not_found'],
    ['GET', '/api/auth/../auth/me', 404, 'route_not_found'],
    ['GET', '/api/platform/tenants/%ZZ', 400, 'request_malformed'],
    ['GET', `/api/platform/tenants/${'x'.repeat(600)}`, 400, 'url_too_long'],
  ])('for no route is refused as a problem: %s %s', async (method, path, status, code) => {
    const answer = await raw(method, path, { 'x-request-id': 'kept' });
    const body = JSON.parse(answer.text) as object;
    expect([answer.status, body]).toEqual([status, expect.objectContaining({ code, request_id: 'kept' })]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['x-request-id']).toBe('kept');
  });

  it('is safe from being sniffed or framed', async () => {
    const { headers } = await test.http().get('/api/auth/me').set(auth).expect(200);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('gets the version of what it is answered as an ETag', async () => {
    const project = await createProject(test, tenant);
    const shared = { name: 'shared', type: 'SIMPLE', payload: { username: 'u', password: 'p' } };
    const made = [
      await test
        .http()
        .post('/api/platform/tenants')
        .set(bearer(PLATFORM_KEY))
        .send({ slug: `${tenant.slug}-2`, name: 'n' }),
      await test.http().post(`${tenant.base}/projects`).set(auth).send({ name: 'etag' }),
      await test.http().post(`${tenant.base}/service-accounts`).set(auth).send({ name: 'r', role: 'viewer' }),
      await test.http().post(`${tenant.base}/credentials`).set(auth).send(shared),
      await test.http().post(`${tenant.base}/connections`).set(auth).send(redshift()),
      await test.http().post(`${tenant.base}/projects/${project}/connections`).set(auth).send(redshift()),
    ];
    expect(made.map(({ status, headers }) => [status, headers['etag']])).toEqual(
      made.map(() => [201, '"1"']),
    );
    const connection = `${tenant.base}/connections/${made[4]!.body.id}`;
    const changed = await test.http().put(connection).set(auth).send({ name: 'changed' }).expect(200);
    expect(changed.headers['etag']).toBe('"2"');
    expect((await test.http().get(connection).set(auth).expect(200)).headers['etag']).toBe('"2"');
    const list = await test.http().get(`${tenant.base}/connections`).set(auth).expect(200);
    expect(list.headers['etag']).toBeUndefined();
  });

  it.each([
    { payload: { db_type: 'SAPIQ', db_or_schema: 'a\u0000b', connection_properties: {} } },
    { payload: { db_type: 'SAPIQ', db_or_schema: 'b', connection_properties: { x: 'a\u0000b' } } },
    { payload: { db_type: 'SAPIQ', db_or_schema: 'b', connection_properties: { 'a\u0000b': 'x' } } },
    { payload: { db_type: 'SAPIQ', db_or_schema: 'b' }, name: 'a\u0000b' },
    { payload: { db_type: 'SAPIQ', db_or_schema: 'b' }, type: 'a\u0000b' },
    { payload: { db_type: 'SAPIQ', db_or_schema: 'b' }, 'a\u0000b': 1 },
    { payload: { db_type: 'SAPIQ', db_or_schema: '\ud800' } },
  ])('is refused with what no column takes: %j', async (bent) => {
    const credential = { type: 'GENERIC_MAP', payload: { user: 'u', password: 'p' } };
    const body = { name: 'n', type: 'GENERIC_JDBC', credential, ...bent };
    const answer = await test.http().post(`${tenant.base}/connections`).set(auth).send(body);
    expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
  });

  it.each(['connections', 'credentials'])('names an id of %s that is a number', async (resource) => {
    for (const place of ['', `/projects/${await createProject(test, tenant)}`]) {
      const list = `${tenant.base}${place}/${resource}`;
      for (const id of ['x', '-1', '1.5', '0x10', '1%00']) {
        const answer = await test.http().get(`${list}/${id}`).set(auth);
        expect([id, answer.status, answer.body.code]).toEqual([id, 400, 'id_malformed']);
      }
      for (const id of ['0', '999999999999', '9223372036854775808', '9'.repeat(40)]) {
        const answer = await test.http().get(`${list}/${id}`).set(auth);
        expect([id, answer.status]).toEqual([id, 404]);
      }
    }
  });

  it.each(['connections', 'credentials', 'audit-events'])(
    'has a query of %s without NULs',
    async (resource) => {
      for (const query of ['name=%00', 'type=a%00', 'entity=%00', 'cursor=%00', 'limit=%00']) {
        const answer = await test.http().get(`${tenant.base}/${resource}?${query}`).set(auth);
        expect([query, answer.status]).toEqual([query, 400]);
      }
    },
  );

  it('proves itself before it learns what is wrong with it', async () => {
    await test.http().get(`${tenant.base}/projects/x`).expect(401);
    await test.http().post(`${tenant.base}/projects`).send({}).expect(401);
    const viewer = bearer(tenant.token('viewer'));
    await test.http().post(`${tenant.base}/projects`).set(viewer).send({}).expect(403);
    await test.http().delete(`${tenant.base}/projects/999999999`).set(viewer).expect(403);
  });

  describe('with a body', () => {
    const send = (body: string | Buffer, type = 'application/json') =>
      test.http().post(`${tenant.base}/projects`).set(auth).set('content-type', type).send(body);
    const nested = (depth: number) => `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const wide = (keys: number) => `{${Array.from({ length: keys }, (_, key) => `"k${key}":1`).join(',')}}`;

    it.each([
      ['that is cut', '{"name":', 400, 'json_malformed'],
      ['that is no JSON', 'name=p', 400, 'json_malformed'],
      ['that is a list', '[]', 422, 'validation_failed'],
      ['that is a text', '"p"', 422, 'validation_failed'],
      ['that is null', 'null', 422, 'validation_failed'],
      ['that is empty', '', 422, 'validation_failed'],
      ['that is blank', '  \n', 422, 'validation_failed'],
      ['with a prototype', '{"name":"p","__proto__":{"role":"x"}}', 400, 'json_key_refused'],
      ['nested too deep', nested(20), 400, 'json_too_deep'],
      ['nested as deep as allowed', nested(19), 422, 'validation_failed'],
      ['with too many keys', wide(501), 400, 'json_too_wide'],
      ['too large', JSON.stringify({ name: 'p'.repeat(256 * 1024) }), 413, 'body_too_large'],
    ])('%s is refused with a code', async (_, body, status, code) => {
      const answer = await send(body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
      'of type %s is refused',
      async (type) => {
        const answer = await send('{"name":"p"}', type);
        expect([answer.status, answer.body.code]).toEqual([415, 'media_type_unsupported']);
      },
    );

    it.each(['application/json; charset=utf-8', 'application/merge-patch+json'])(
      'of type %s is read',
      async (type) => {
        await send(JSON.stringify({ name: type.replaceAll(/\W/g, '-') }), type).expect(201);
      },
    );

    it('never hears its values again in an error', async () => {
      const answer = await send('{"name":"hunter2 hunter2","hunter2":"hunter2"}').expect(422);
      expect(JSON.stringify(answer.body).replaceAll('"path":"hunter2"', '')).not.toContain('hunter2');
    });
  });
});

describe('the rate limit', () => {
  let test: TestApp;
  beforeAll(async () => {
    const config = {
      corsOrigins: [],
      dbPool: 4,
      metricsToken: undefined,
      rateLimitPerMinute: 5,
      trustedProxies: [],
    };
    test = await startTestApp({ config: config as unknown as AppOptions['config'] });
  });
  afterAll(() => test.close());

  const statuses = async (count: number, headers: Record<string, string>, path = '/api/auth/me') => {
    const answers = [];
    for (let index = 0; index < count; index += 1) answers.push(await test.http().get(path).set(headers));
    return answers.map((answer) => answer.status);
  };

  it('counts each principal for itself, over all of its credentials, and says when to come back', async () => {
    const tenant = await createTenant(test);
    const [one, other] = [tenant.token('viewer'), tenant.token('editor')];
    expect(await statuses(4, bearer(one))).toEqual([200, 200, 200, 200]);
    // Another token of the same person, in another header, on another route.
    const again = { 'x-api-key': tenant.token('viewer', []) };
    expect(await statuses(2, again, `${tenant.base}/connections`)).toEqual([200, 429]);
    expect(await statuses(2, bearer(other))).toEqual([200, 200]);
    const refused = await test.http().get('/api/auth/me').set(bearer(one)).expect(429);
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(refused.body).toMatchObject({ code: 'rate_limited', status: 429 });
    const seconds = Number(refused.headers['retry-after']);
    expect(Number.isInteger(seconds) && seconds > 0 && seconds <= 60).toBe(true);
  });

  it('counts guesses at a key by where they come from, and leaves those who are known alone', async () => {
    const guess = bearer('guess');
    const found = await statuses(7, guess);
    expect(found.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
    expect(found.slice(-2)).toEqual([429, 429]);
    expect(await statuses(1, {})).toEqual([429]);
    expect(await statuses(1, bearer(PLATFORM_KEY))).toEqual([200]);
  });

  it('does not hold for the health checks', async () => {
    expect(await statuses(8, {}, '/health/live')).toEqual(Array(8).fill(200));
  });
});
