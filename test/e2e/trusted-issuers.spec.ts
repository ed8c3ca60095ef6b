import jwt from 'jsonwebtoken';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type TestTenant, createTenant } from '../support/tenant.js';
import { TEST_AUDIENCE } from '../support/tokens.js';
import { rsaKeyPair } from '../support/rsa-keys.js';

const PUBLISHED = 'https://keys.test';
const OF_ONE_TENANT = 'https://one-tenant.test';
const OWN_WORDS = 'https://own-words.test';
const SECRET = 'the secret of an issuer in these tests';

describe('trusted issuers', () => {
  const { privateKey, publicKey } = rsaKeyPair();
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  let keys: Server;
  let fetched = 0;
  let test: TestApp;
  let tenant: TestTenant;
  let other: TestTenant;

  beforeAll(async () => {
    const body = JSON.stringify({
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }],
    });
    keys = createServer((_, response) => {
      fetched += 1;
      response.setHeader('content-type', 'application/json').end(body);
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    const bootstrap = await startTestApp();
    tenant = await createTenant(bootstrap);
    other = await createTenant(bootstrap);
    await bootstrap.close();
    const common = { audience: TEST_AUDIENCE, algorithms: ['HS256' as const], keys: { secret: SECRET } };
    test = await startTestApp({
      issuers: [
        {
          issuer: PUBLISHED,
          audience: TEST_AUDIENCE,
          algorithms: ['RS256'],
          keys: { jwksUri: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks` },
        },
        { ...common, issuer: OF_ONE_TENANT, tenant: tenant.slug },
        {
          ...common,
          issuer: OWN_WORDS,
          claims: { tenant: 'org', role: 'https://own/role', projects: 'teams' },
        },
      ],
    });
  });
  afterAll(async () => {
    await new Promise((resolve) => keys.close(resolve));
    await test.close();
  });

  const statusOf = async (token: string) => (await test.http().get('/api/auth/me').set(bearer(token))).status;
  const claims = (extra: object = {}) => ({
    tenant: tenant.slug,
    role: 'viewer',
    email: 'u@example.test',
    ...extra,
  });
  const options = (issuer: string, extra: jwt.SignOptions = {}): jwt.SignOptions => ({
    issuer,
    audience: TEST_AUDIENCE,
    subject: 'u',
    expiresIn: 60,
    ...extra,
  });
  const published = (extra: jwt.SignOptions = {}) =>
    options(PUBLISHED, { algorithm: 'RS256', keyid: 'k1', ...extra });

  it('publish the keys that their tokens are checked with, and are asked once', async () => {
    expect(await statusOf(jwt.sign(claims(), privateKey, published()))).toBe(200);
    expect(await statusOf(jwt.sign(claims({ role: 'editor' }), privateKey, published()))).toBe(200);
    expect(fetched).toBe(1);
  });

  it.each([
    ['HS256 under the public key as a secret', () => signedByPublicKey('k1')],
    ['HS256 under it, without a key id', () => signedByPublicKey(undefined)],
    ['no signature', () => jwt.sign(claims(), '', options(PUBLISHED, { algorithm: 'none', keyid: 'k1' }))],
    [
      'another algorithm of the same key',
      () => jwt.sign(claims(), privateKey, published({ algorithm: 'RS512' })),
    ],
    ['a key of somebody else', () => jwt.sign(claims(), anotherKey(), published())],
    ['a key that was never published', () => jwt.sign(claims(), privateKey, published({ keyid: 'k2' }))],
    ['the secret of another trusted issuer', () => jwt.sign(claims(), SECRET, options(PUBLISHED))],
    [
      'the key of another trusted issuer',
      () => jwt.sign(claims(), privateKey, { ...published(), issuer: OWN_WORDS }),
    ],
  ])('do not answer for %s', async (_, token) => {
    expect(await statusOf(token())).toBe(401);
  });

  it('may speak for one tenant alone', async () => {
    const sign = (extra: object) => jwt.sign(claims(extra), SECRET, options(OF_ONE_TENANT));
    expect(await statusOf(sign({}))).toBe(200);
    expect(await statusOf(sign({ tenant: undefined }))).toBe(200);
    expect(await statusOf(sign({ tenant: other.slug }))).toBe(401);
  });

  it('may have names of their own for our claims', async () => {
    const sign = (extra: object) =>
      jwt.sign({ email: 'u@example.test', ...extra }, SECRET, options(OWN_WORDS));
    const own = { org: other.slug, 'https://own/role': 'editor' };
    const answer = await test
      .http()
      .get('/api/auth/me')
      .set(bearer(sign({ ...own, teams: [] })));
    expect(answer.body).toMatchObject({ tenant: other.slug, role: 'editor', projects: [] });
    expect(await statusOf(sign({ tenant: other.slug, role: 'editor' }))).toBe(401);
    expect(await statusOf(sign({ ...own, 'https://own/role': 'tenant_admin', teams: [] }))).toBe(401);
  });

  /** The library refuses to make this token; an attacker's does not. */
  function signedByPublicKey(kid: string | undefined): string {
    const secret = Buffer.from(pem);
    const payload = { ...claims({ role: 'tenant_admin' }), exp: Math.floor(Date.now() / 1000) + 60 };
    const [header, body] = [
      { alg: 'HS256', typ: 'JWT', kid },
      { ...payload, iss: PUBLISHED, aud: TEST_AUDIENCE, sub: 'u' },
    ];
    const text = [header, body]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }
});

function anotherKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}
