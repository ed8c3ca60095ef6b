import jwt from 'jsonwebtoken';
import { generateKeyPairSync } from 'node:crypto';
import { TEST_AUDIENCE, TEST_ISSUER, TEST_JWT_SECRET } from './tokens.js';

type Claims = Readonly<Record<string, unknown>>;

const strangersKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** A good token's claims for a viewer of the tenant, bent; undefined leaves one out. */
function claimsOf(tenant: string, bent: Claims): Claims {
  return {
    iss: TEST_ISSUER,
    aud: TEST_AUDIENCE,
    sub: 'user',
    exp: inSeconds(600),
    email: 'user@example.test',
    tenant,
    role: 'viewer',
    ...bent,
  };
}

/** Signs claims as they stand: from an object the library would refuse to make what an attacker can. */
function signed(
  claims: unknown,
  header: Claims = { alg: 'HS256', typ: 'JWT' },
  secret = TEST_JWT_SECRET,
): string {
  return jwt.sign(JSON.stringify(claims), secret, { header: header as unknown as jwt.JwtHeader });
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** One part of a token exchanged for another. */
function exchanged(token: string, part: 0 | 1 | 2, text: string): string {
  return token
    .split('.')
    .map((own, index) => (index === part ? text : own))
    .join('.');
}

/** What the service takes: the measure that the refused ones differ from in one point. */
export function goodToken(tenant: string, bent: Claims = {}): string {
  return signed(claimsOf(tenant, bent));
}

/** Claims that a trusted issuer may sign and that still name nobody. */
const REFUSED_CLAIMS: readonly (readonly [string, Claims])[] = [
  ['expired', { exp: inSeconds(-1) }],
  ['not valid yet', { nbf: inSeconds(600) }],
  ['no expiry', { exp: undefined }],
  ['an expiry that is no number', { exp: 'tomorrow' }],
  ['another audience', { aud: 'another' }],
  ['no audience', { aud: undefined }],
  ['another issuer', { iss: 'https://other.test' }],
  ['no issuer', { iss: undefined }],
  ['a list of issuers', { iss: [TEST_ISSUER] }],
  ['no subject', { sub: undefined }],
  ['no e-mail', { email: undefined }],
  ['an e-mail with a NUL', { email: 'a\u0000b' }],
  ['no tenant', { tenant: undefined }],
  ['a tenant that does not exist', { tenant: 'nobody-has-this' }],
  ['a tenant that no column takes', { tenant: 'a\u0000b' }],
  ['a number for a tenant', { tenant: 1 }],
  ['no role', { role: undefined }],
  ['an unknown role', { role: 'owner' }],
  ['a role that every object has', { role: 'constructor' }],
  ['the role platform_admin', { role: 'platform_admin' }],
  ['the role system', { role: 'system' }],
  ['several roles', { role: ['viewer'] }],
  ['a tenant_admin with projects', { role: 'tenant_admin', projects: [1] }],
  ['a tenant_admin without any project', { role: 'tenant_admin', projects: [] }],
  ['projects that are no list', { projects: 'all' }],
  ['projects null', { projects: null }],
  ['projects that are no ids', { projects: ['1'] }],
  ['a fraction of a project', { projects: [1.5] }],
];

/** Tokens that no trusted issuer made. */
const FORGED: readonly (readonly [string, (tenant: string) => string])[] = [
  ['another secret', (tenant) => signed(claimsOf(tenant, {}), undefined, `${TEST_JWT_SECRET}!`)],
  ['another algorithm', (tenant) => signed(claimsOf(tenant, {}), { alg: 'HS512' })],
  [
    'RS256 by a key of its own',
    (tenant) => jwt.sign(claimsOf(tenant, {}), strangersKey, { algorithm: 'RS256' }),
  ],
  ['no signature', (tenant) => jwt.sign(claimsOf(tenant, {}), '', { algorithm: 'none' })],
  ['alg none over a good signature', (tenant) => exchanged(goodToken(tenant), 0, encode({ alg: 'none' }))],
  ['alg NonE', (tenant) => exchanged(exchanged(goodToken(tenant), 0, encode({ alg: 'NonE' })), 2, '')],
  ['RS256 written over HS256', (tenant) => exchanged(goodToken(tenant), 0, encode({ alg: 'RS256' }))],
  [
    'claims changed after signing',
    (tenant) => exchanged(goodToken(tenant), 1, encode(claimsOf(tenant, { role: 'tenant_admin' }))),
  ],
  ['not a token', () => 'abc'],
  ['three parts that are no token', () => 'a.b.c'],
  ['a header and nothing readable', (tenant) => exchanged(goodToken(tenant), 1, 'aaaa')],
  ['a payload that is a text', () => signed('text')],
  ['a payload that is null', () => signed(null)],
];

/** Every token that must be answered with 401, by what is wrong with it. */
export const REFUSED_TOKENS: readonly (readonly [string, (tenant: string) => string])[] = [
  ...REFUSED_CLAIMS.map(([name, bent]) => [name, (tenant: string) => goodToken(tenant, bent)] as const),
  ...FORGED,
];
