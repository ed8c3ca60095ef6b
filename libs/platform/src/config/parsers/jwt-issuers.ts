import { resolve } from 'node:path';
import { Expected } from '../config-error.js';
import { isHttpsOrLoopback } from './urls.js';

const ASYMMETRIC = ['RS256', 'ES256'] as const;
const ALGORITHMS = [...ASYMMETRIC, 'HS256'] as const;
const CLAIMS = ['sub', 'email', 'tenant', 'role', 'projects'] as const;
const MEMBERS = [
  'issuer',
  'audience',
  'algorithms',
  'jwks_uri',
  'secret_file',
  'claims',
  'tenant',
  'tenants',
];
const TENANT_SLUG = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** A signature algorithm of RFC 7518 section 3.1 that is accepted. */
export type JwtAlgorithm = (typeof ALGORITHMS)[number];

/** One issuer whose tokens are accepted. It has either `jwksUri` or `secretFile`, never both. */
export interface JwtIssuer {
  /** Compared with the claim `iss`, character by character. */
  readonly issuer: string;
  /** Must be among the token's `aud`. */
  readonly audience: string;
  readonly algorithms: readonly JwtAlgorithm[];
  /** Where the public keys of RS256 and ES256 are found (RFC 7517); https, or http on the same machine. */
  readonly jwksUri?: string;
  /** Absolute path of the shared secret of HS256. */
  readonly secretFile?: string;
  /** The claim that carries each fact. */
  readonly claims: Readonly<Record<(typeof CLAIMS)[number], string>>;
  /** All tokens of this issuer belong to this tenant, whatever they claim. */
  readonly tenant?: string;
  /** Which tenant each value of the tenant's claim stands for. */
  readonly tenants?: Readonly<Record<string, string>>;
}

/** The JSON list of accepted issuers; each `iss` may stand there once. */
export function jwtIssuers(text: string): readonly JwtIssuer[] {
  const list = jsonOf(text);
  if (!Array.isArray(list)) throw new Expected('a JSON list of issuers');
  const issuers = list.map((entry: unknown, index) => jwtIssuer(entry, `[${index}]`));
  if (new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) {
    throw new Expected('a JSON list in which each issuer stands once');
  }
  return Object.freeze(issuers);
}

function jwtIssuer(entry: unknown, at: string): JwtIssuer {
  const given = recordOf(entry, at, MEMBERS);
  const algorithms = algorithmsOf(given.algorithms, at);
  const tenant = given.tenant === undefined ? undefined : textOf(given.tenant, `${at}.tenant`);
  if (tenant !== undefined && !TENANT_SLUG.test(tenant)) expect(`${at}.tenant to be a tenant's slug`);
  return Object.freeze({
    issuer: textOf(given.issuer, `${at}.issuer`),
    audience: textOf(given.audience, `${at}.audience`),
    algorithms,
    ...keySourceOf(given, algorithms, at),
    claims: claimsOf(given.claims, `${at}.claims`, tenant !== undefined),
    ...(tenant === undefined ? {} : { tenant }),
    ...tenantsOf(given.tenants, `${at}.tenants`, tenant !== undefined),
  });
}

function algorithmsOf(value: unknown, at: string): readonly JwtAlgorithm[] {
  const names: unknown[] = Array.isArray(value) ? value : [];
  const known = ALGORITHMS.filter((algorithm) => names.includes(algorithm));
  if (known.length === 0 || known.length < names.length) {
    expect(`${at}.algorithms to be a list of ${ALGORITHMS.join(', ')}`);
  }
  // A public key is no secret: an issuer that took both kinds would accept tokens signed with it by HS256.
  if (known.includes('HS256') && known.length > 1)
    expect(`${at}.algorithms to hold HS256 alone or not at all`);
  return Object.freeze(known);
}

function keySourceOf(given: Members, algorithms: readonly JwtAlgorithm[], at: string): KeySource {
  const isShared = algorithms.includes('HS256');
  const [wanted, unwanted] = isShared ? ['secret_file', 'jwks_uri'] : ['jwks_uri', 'secret_file'];
  if (given[unwanted] !== undefined) expect(`${at} to have no ${unwanted} beside ${algorithms.join(', ')}`);
  const source = textOf(given[wanted], `${at}.${wanted}`);
  if (isShared) return { secretFile: resolve(source) };
  if (!isHttpsOrLoopback(source))
    expect(`${at}.jwks_uri to be an https:// URL (http:// on this machine alone)`);
  return { jwksUri: source };
}

function claimsOf(value: unknown, at: string, hasFixedTenant: boolean): JwtIssuer['claims'] {
  const given = value === undefined ? {} : recordOf(value, at, CLAIMS);
  if (hasFixedTenant && given.tenant !== undefined) expect(`${at}.tenant to be absent beside a fixed tenant`);
  const entries = CLAIMS.map((claim) => {
    const name = given[claim];
    return [claim, name === undefined ? claim : textOf(name, `${at}.${claim}`)] as const;
  });
  return Object.freeze(Object.fromEntries(entries) as JwtIssuer['claims']);
}

function tenantsOf(value: unknown, at: string, hasFixedTenant: boolean): Pick<JwtIssuer, 'tenants'> {
  if (value === undefined) return {};
  if (hasFixedTenant) expect(`${at} to be absent beside a fixed tenant`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) expect(`${at} to be an object`);
  const entries = Object.entries(value as Record<string, unknown>);
  const isMap = entries.every(([, slug]) => typeof slug === 'string' && TENANT_SLUG.test(slug));
  if (!isMap || entries.length === 0) expect(`${at} to give a tenant's slug for each value`);
  return { tenants: Object.freeze(Object.fromEntries(entries) as Record<string, string>) };
}

type Members = Readonly<Record<string, unknown>>;
type KeySource = Pick<JwtIssuer, 'jwksUri' | 'secretFile'>;

function recordOf(value: unknown, at: string, allowed: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) expect(`${at} to be an object`);
  if (Object.keys(value).some((name) => !allowed.includes(name))) {
    expect(`${at} to have no other members than ${allowed.join(', ')}`);
  }
  return value as Members;
}

function textOf(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.trim() === '') expect(`${at} to be a text that is not empty`);
  return value;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new Expected('a JSON list of issuers');
  }
}

function expect(rule: string): never {
  throw new Expected(`a JSON list of issuers, with ${rule}`);
}
