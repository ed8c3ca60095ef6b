import { type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { exchange } from '../support/socket-exchange.js';
import { type TestTenant, createTenant } from '../support/tenant.js';

const KIB = 1024;

describe('the limits of a request', () => {
  let test: TestApp;
  let tenant: TestTenant;
  beforeAll(async () => {
    test = await startTestApp();
    tenant = await createTenant(test);
  });
  afterAll(() => test.close());

  const post = (body: string, path = `${tenant.base}/projects`) =>
    test
      .http()
      .post(path)
      .set(bearer(tenant.admin))
      .set('content-type', 'application/json')
      .send(body)
      .then(({ status, body: { code } }) => [status, code as string]);

  describe('of a body', () => {
    const ofSize = (bytes: number): string => `{"name":"${'x'.repeat(bytes - '{"name":""}'.length)}"}`;
    const ofDepth = (depth: number): string => `{"name":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    const ofKeys = (keys: number): string =>
      JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, key) => [`k${key}`, key])));

    it.each([
      ['256 KiB', ofSize(256 * KIB), [422, 'validation_failed']],
      ['256 KiB and a byte', ofSize(256 * KIB + 1), [413, 'body_too_large']],
      ['20 levels', ofDepth(20), [422, 'validation_failed']],
      ['21 levels', ofDepth(21), [400, 'json_too_deep']],
      ['500 keys', ofKeys(500), [422, 'validation_failed']],
      ['501 keys', ofKeys(501), [400, 'json_too_wide']],
    ])('that has %s', async (_, body, expected) => {
      expect(await post(body)).toEqual(expected);
    });

    it('hold before anything is parsed, wherever the keys and brackets are', async () => {
      const spread = `{"a":{${Array.from({ length: 250 }, (_, key) => `"k${key}":1`).join()}},"b":{${Array.from(
        { length: 250 },
        (_, key) => `"k${key}":1`,
      ).join()}}}`;
      expect(await post(spread)).toEqual([400, 'json_too_wide']);
      expect(await post(`{"a":${'['.repeat(100_000)}`)).toEqual([400, 'json_too_deep']);
      expect(await post(JSON.stringify({ name: '[{:'.repeat(200) }))).toEqual([422, 'validation_failed']);
    });

    it('hold for every route that reads one', async () => {
      const routes = ['connections', 'credentials', 'service-accounts', 'connections/test'];
      for (const route of routes) {
        expect([route, await post(ofDepth(21), `${tenant.base}/${route}`)]).toEqual([
          route,
          [400, 'json_too_deep'],
        ]);
      }
    });

    it('end a body that says no length before it is all there', async () => {
      const chunk = 'x'.repeat(64 * KIB);
      const chunks = Array.from({ length: 5 }, () => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
      const head = [
        `POST ${tenant.base}/projects HTTP/1.1`,
        'Host: patchbay',
        'Content-Type: application/json',
        `Authorization: Bearer ${tenant.admin}`,
        'Transfer-Encoding: chunked',
      ];
      const answer = await exchange(test, `${head.join('\r\n')}\r\n\r\n${chunks}`);
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain('"code":"body_too_large"');
    });
  });

  describe('before there is one', () => {
    const problem = (answer: string) => ({
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]),
      contentType: /content-type: (.*)\r/i.exec(answer)?.[1],
      ...(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as object),
    });

    it('answers what took too long to arrive with 408, after 30 s as it is served', async () => {
      const { server } = test;
      const served = { requestTimeout: server.requestTimeout, headersTimeout: server.headersTimeout };
      expect(served).toEqual({ requestTimeout: 30_000, headersTimeout: 30_000 });
      Object.assign(server, { requestTimeout: 200, headersTimeout: 200 });
      const head = `POST ${tenant.base}/projects HTTP/1.1\r\nHost: patchbay\r\nContent-Length: 10\r\n`;
      for (const text of [head, `${head}Content-Type: application/json\r\n\r\n{"na`]) {
        const answer = await exchange(test, text);
        expect(problem(answer)).toMatchObject({
          status: 408,
          contentType: 'application/problem+json',
          code: 'request_timeout',
        });
      }
      Object.assign(server, served);
    });

    it.each([
      ['no HTTP', 'EHLO patchbay\r\n\r\n', 400, 'request_malformed'],
      [
        'headers without end',
        `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17 * KIB)}`,
        431,
        'headers_too_large',
      ],
      [
        'two lengths',
        'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
        400,
        'request_malformed',
      ],
    ])('answers %s as a problem', async (_, text, status, code) => {
      const answer = problem(await exchange(test, text));
      expect(answer).toMatchObject({ status, contentType: 'application/problem+json', code });
      expect(answer).toHaveProperty('request_id');
    });
  });

  it('come with the headers of helmet, on answers and on errors', async () => {
    const answers = [
      await test.http().get('/health/live').expect(200),
      await test.http().get(`${tenant.base}/projects`).set(bearer(tenant.admin)).expect(200),
      await test.http().get(`${tenant.base}/projects`).expect(401),
      await test.http().get('/nowhere').expect(404),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
      });
    }
  });
});
