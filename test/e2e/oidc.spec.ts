import { mock } from 'node:test';
import jwt from 'jsonwebtoken';
import { createHmac, createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { listenOnLoopback } from '../support/loopback-server.js';
import { type OidcIssuer, startOidcIssuer } from '../support/oidc-issuer.js';
import { PROBER_ENTRY } from '../support/probe.js';
import { type TestTenant, createTenant } from '../support/tenant.js';

const DEVELOPMENT = {
  entry: PROBER_ENTRY,
  egress: { allow: { networks: ['127.0.0.0/8'], hosts: [] }, own: [] },
};

describe('users of a tenant’s own issuer', () => {
  let test: TestApp;
  let second: TestApp;
  let issuer: OidcIssuer;
  beforeAll(async () => {
    // The issuer says on the console what it thinks of being used for tests.
    for (const method of ['warn', 'info'] as const) mock.method(console, method, () => undefined);
    [test, second, issuer] = await Promise.all([
      startTestApp({ checks: DEVELOPMENT }),
      startTestApp({ checks: DEVELOPMENT }),
      startOidcIssuer(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([test.close(), second.close(), issuer.close()]);
    mock.restoreAll();
  });

  /** A tenant that trusts the issuer for an audience of its own. */
  async function trusting(changes: object = {}) {
    const tenant = await createTenant(test);
    const audience = unique('audience');
    const { body } = await test
      .http()
      .post(`${tenant.base}/identity-providers`)
      .set(bearer(tenant.admin))
      .send({
        name: 'login',
        issuer: issuer.url,
        audience,
        jwks_uri: issuer.jwksUri,
        algorithms: ['RS256', 'ES256'],
        ...changes,
      })
      .expect(201);
    const one = `${tenant.base}/identity-providers/${(body as { id: number }).id}`;
    return { tenant, audience, one };
  }
  const claims = (extra: object = {}) => ({ email: 'ada@acme.test', role: 'viewer', ...extra });
  const statusOf = async (app: TestApp, token: string, path = '/api/auth/me') =>
    (await app.http().get(path).set(bearer(token))).status;
  const statusesOf = async (tenant: TestTenant, token: string) => {
    const statuses = [];
    for (const app of [test, second])
      for (const path of ['connections', 'projects'])
        statuses.push(await statusOf(app, token, `${tenant.base}/${path}`));
    return statuses;
  };
  const WORKS = [200, 200, 200, 200];
  const REFUSED = [401, 401, 401, 401];
  /** A token by the issuer's own key, bent in a way that the issuer would not make. */
  const bent = (audience: string, claimed: object, options: jwt.SignOptions = {}) => {
    const { key, kid } = issuer.signing('RS256');
    return jwt.sign(claims(claimed), key, {
      algorithm: 'RS256',
      keyid: kid,
      issuer: issuer.url,
      audience,
      subject: 'ada',
      expiresIn: 60,
      ...options,
    });
  };

  it.each(['RS256', 'ES256'] as const)('are of that tenant (%s)', async (algorithm) => {
    const { tenant, audience } = await trusting();
    const token = await issuer.token(algorithm, claims({ role: 'editor' }), audience);
    for (const app of [test, second]) {
      const me = await app.http().get('/api/auth/me').set(bearer(token)).expect(200);
      expect(me.body).toMatchObject({
        kind: 'user',
        id: 'app',
        name: 'ada@acme.test',
        role: 'editor',
        tenant: tenant.slug,
      });
    }
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
  });

  it('are never of another tenant, nor of the platform', async () => {
    const { tenant, audience } = await trusting();
    const other = await createTenant(test);
    const token = await issuer.token('RS256', claims({ role: 'tenant_admin' }), audience);
    expect(await statusesOf(other, token)).toEqual([404, 404, 404, 404]);
    for (const claimed of [
      { tenant: other.slug },
      { tenant: [tenant.slug] },
      { role: 'platform_admin' },
      { role: 'system' },
    ]) {
      const refused = await issuer.token('RS256', claims(claimed), audience);
      expect([claimed, await statusOf(test, refused)]).toEqual([claimed, 401]);
      expect(await statusesOf(other, refused)).toEqual(REFUSED);
    }
    expect(await statusOf(test, await issuer.token('RS256', claims({ tenant: tenant.slug }), audience))).toBe(
      200,
    );
    expect(await statusOf(test, token, '/api/platform/tenants')).toBe(403);
  });

  it('are refused for whatever is wrong with their tokens', async () => {
    const { audience } = await trusting({ algorithms: ['RS256'] });
    expect(await statusOf(test, bent(audience, {}))).toBe(200);
    const { kid, key } = issuer.signing('RS256');
    const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
    const tokens: Record<string, string> = {
      'another audience': await issuer.token('RS256', claims(), unique('audience')),
      'another algorithm of the issuer': await issuer.token('ES256', claims(), audience),
      'another issuer': bent(audience, {}, { issuer: 'https://issuer.example' }),
      'a slash at the end of the issuer': bent(audience, {}, { issuer: `${issuer.url}/` }),
      'no audience': jwt.sign({ ...claims(), iss: issuer.url, sub: 'ada' }, key, {
        algorithm: 'RS256',
        keyid: kid,
        expiresIn: 60,
      }),
      expired: bent(audience, {}, { expiresIn: -1 }),
      'not valid yet': bent(audience, {}, { notBefore: 60 }),
      'another key': jwt.sign(claims(), issuer.signing('ES256').key, {
        algorithm: 'ES256',
        keyid: kid,
        issuer: issuer.url,
        audience,
        subject: 'ada',
        expiresIn: 60,
      }),
      'no signature': jwt.sign(claims(), '', {
        algorithm: 'none',
        keyid: kid,
        issuer: issuer.url,
        audience,
        subject: 'ada',
        expiresIn: 60,
      }),
      'HS256 by the public key': signedByPublicKey(bent(audience, { role: 'tenant_admin' }), pem),
      'no e-mail': bent(audience, { email: undefined }),
      'an administrator of one project': bent(audience, { role: 'tenant_admin', projects: [1] }),
    };
    for (const [what, token] of Object.entries(tokens))
      expect([what, await statusOf(test, token)]).toEqual([what, 401]);
  });

  it('are known by new keys of the issuer at once, and by old ones no more', async () => {
    const { tenant, audience } = await trusting();
    const before = await issuer.token('RS256', claims(), audience);
    expect(await statusesOf(tenant, before)).toEqual(WORKS);
    const unseen = bent(audience, {});
    const asked = issuer.fetches();
    issuer.rotate();
    const after = await issuer.token('RS256', claims(), audience);
    expect(await statusesOf(tenant, after)).toEqual(WORKS);
    // Each of the two instances asked once for the new keys, and none does for keys that somebody makes up.
    expect(issuer.fetches()).toBe(asked + 2);
    expect(await statusOf(test, bent(audience, {}, { keyid: 'made-up' }))).toBe(401);
    expect(await statusOf(test, unseen)).toBe(401);
    expect(issuer.fetches()).toBe(asked + 2);
  });

  it('wait together for one answer of the issuer', async () => {
    const { audience } = await trusting();
    const asked = issuer.fetches();
    const tokens = Array.from({ length: 20 }, (_, index) => bent(audience, { email: `u${index}@acme.test` }));
    expect(new Set(await Promise.all(tokens.map((token) => statusOf(test, token))))).toEqual(new Set([200]));
    expect(issuer.fetches()).toBe(asked + 1);
  });

  it('are refused from the moment on at which their provider is deleted, on every instance', async () => {
    const { tenant, audience, one } = await trusting();
    const token = await issuer.token('ES256', claims(), audience);
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
    await test.http().delete(one).set(bearer(tenant.admin)).expect(200);
    expect(await statusesOf(tenant, token)).toEqual(REFUSED);
  });

  it('are judged anew when their provider changes, on every instance', async () => {
    const { tenant, audience, one } = await trusting();
    const token = await issuer.token('ES256', claims(), audience);
    const change = (body: object) => test.http().put(one).set(bearer(tenant.admin)).send(body).expect(200);
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
    await change({ name: 'renamed' });
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
    await change({ algorithms: ['RS256'] });
    expect(await statusesOf(tenant, token)).toEqual(REFUSED);
    await change({ algorithms: ['ES256'] });
    expect(await statusesOf(tenant, token)).toEqual(WORKS);
  });

  it('are of the tenant in the path where two tenants trust their issuer', async () => {
    const [a, b] = [await trusting(), await trusting()];
    const token = bent([a.audience, b.audience] as never, {});
    expect(await statusesOf(a.tenant, token)).toEqual(WORKS);
    expect(await statusesOf(b.tenant, token)).toEqual(WORKS);
    expect(await statusesOf(a.tenant, bent(b.audience, {}))).toEqual([404, 404, 404, 404]);
  });

  it.each<[string, (address: string) => { status: number; headers?: object; body?: string }]>([
    ['is down', () => ({ status: 500 })],
    ['answers no JSON', () => ({ status: 200, body: '<html>' })],
    ['answers no keys', () => ({ status: 200, body: '{"keys":[]}' })],
    ['answers too much', () => ({ status: 200, body: `{"keys":[],"x":"${'x'.repeat(300_000)}"}` })],
    ['points elsewhere', (address) => ({ status: 302, headers: { location: address } })],
  ])('cannot be proven where the address of the keys %s', async (_what, answer) => {
    const { status, headers = {}, body = '' } = answer(issuer.jwksUri);
    const keys = createServer((_, response) => {
      response.writeHead(status, { ...headers }).end(body);
    });
    const { port, close } = await listenOnLoopback(keys);
    try {
      const { audience } = await trusting({ jwks_uri: `http://127.0.0.1:${port}/jwks` });
      const refused = await test
        .http()
        .get('/api/auth/me')
        .set(bearer(bent(audience, {})));
      expect([refused.status, refused.body.code]).toEqual([503, 'issuer_unavailable']);
      expect(refused.headers['retry-after']).toBe('10');
    } finally {
      await close();
    }
  });

  it('cannot be proven by keys at an address that the egress rules close', async () => {
    const { audience } = await trusting();
    const closed = await startTestApp();
    try {
      const asked = issuer.fetches();
      const refused = await closed
        .http()
        .get('/api/auth/me')
        .set(bearer(bent(audience, {})));
      expect([refused.status, refused.body.code]).toEqual([503, 'issuer_unavailable']);
      expect(issuer.fetches()).toBe(asked);
    } finally {
      await closed.close();
    }
  });
});

/** The same claims, by an attacker who knows the public key and hopes that it is taken for a secret. */
function signedByPublicKey(token: string, pem: string | Buffer): string {
  const [head, body] = token.split('.') as [string, string];
  const header = { ...(JSON.parse(Buffer.from(head, 'base64url').toString()) as object), alg: 'HS256' };
  const text = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${body}`;
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}
