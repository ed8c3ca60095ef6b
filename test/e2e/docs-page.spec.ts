import { type TestApp, startTestApp } from '../support/app.js';

describe('the page of the documentation', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it.each(['/docs', '/docs/'])(
    'is at %s for anybody, and everything that it loads is there',
    async (path) => {
      const page = await test
        .http()
        .get(path)
        .expect(200)
        .expect('content-type', /^text\/html/);
      const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
      expect(addresses).toHaveLength(5);
      for (const address of addresses) {
        expect(address).toMatch(/^\/docs\/[\w.-]+$/);
        const file = await test.http().get(address).expect(200);
        expect(Number(file.headers['content-length'])).toBeGreaterThan(100);
        expect(file.headers['x-content-type-options']).toBe('nosniff');
      }
      const script = await test
        .http()
        .get('/docs/start.js')
        .expect('content-type', /^text\/javascript/);
      const documents = [...script.text.matchAll(/"url":"([^"]+)"/g)].map((match) => match[1]!);
      expect(documents).toEqual(expect.arrayContaining(['/openapi.json', '/openapi/telmai.json']));
      for (const document of documents) await test.http().get(document).expect(200);
      expect(script.text).not.toMatch(/https?:/);
    },
  );

  it('allows nothing from elsewhere, and no script but files of its own', async () => {
    const page = await test.http().get('/docs').expect(200);
    const policy = page.headers['content-security-policy']!.split(';');
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'"]),
    );
    expect(policy.join(';')).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(page.text).not.toMatch(/<script>|<style|\son\w+=/);
  });

  it('reaches no other file of the package', async () => {
    for (const path of ['/docs/package.json', '/docs/../package.json', '/docs/%2e%2e/package.json']) {
      await test.http().get(path).expect(404);
    }
  });
});
