import jwt, { type Algorithm } from 'jsonwebtoken';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { Strategy, type SecretOrKeyProvider } from 'passport-jwt';
import { DomainError } from '#platform/errors';
import {
  type ClaimNames,
  DEFAULT_CLAIM_NAMES,
  type TenantRule,
  type TokenClaims,
  readClaims,
} from './claims.js';
import type { JwksKeys } from './jwks/jwks-keys.js';

/** An issuer of users' tokens that the operator trusts. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  /** Where asymmetric keys are published (RFC 7517), or the development secret itself. */
  readonly keys: { readonly jwksUri: string } | { readonly secret: string };
  readonly claims?: Partial<ClaimNames>;
  /** Set for an issuer that may speak for one tenant alone. */
  readonly tenant?: string;
  /** Which tenant each value of the tenant's claim stands for; a value that is not there stands for none. */
  readonly tenants?: Readonly<Record<string, string>>;
}

/** What a verifier goes by: the rules of an issuer, and its keys at hand. */
export interface IssuerRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  readonly claims?: Partial<ClaimNames> | undefined;
  readonly tenant: TenantRule;
  readonly keys: JwksKeys | { readonly secret: string };
}

/** Verifies one token; null for every reason to refuse it. @throws DomainError `unavailable` without its keys */
export type VerifyToken = (token: string) => Promise<TokenClaims | null>;

/** A request, as passport-jwt sees it: the token alone. */
interface TokenRequest {
  readonly token: string;
}

/** passport's strategies answer through methods that passport puts on them; so do we. */
interface StrategyRun {
  success(user: unknown): void;
  fail(reason?: unknown): void;
  error(): void;
  authenticate(request: TokenRequest): void;
}

/** A passport-jwt strategy for one issuer: its algorithms, issuer, audience and expiry are all required. */
export function tokenVerifier(trusted: IssuerRules): VerifyToken {
  const names = { ...DEFAULT_CLAIM_NAMES, ...trusted.claims };
  const strategy = new Strategy(
    {
      jwtFromRequest: (request) => (request as unknown as TokenRequest).token,
      secretOrKeyProvider: keyProvider(trusted.keys),
      issuer: trusted.issuer,
      audience: trusted.audience,
      algorithms: [...trusted.algorithms],
    },
    (payload: Record<string, unknown>, done) => {
      const claims = readClaims(payload, names, trusted.tenant);
      done(null, claims ?? false);
    },
  );
  return (token) =>
    new Promise((resolve, reject) => {
      const run = Object.create(strategy) as StrategyRun;
      run.success = (claims) => resolve(claims as TokenClaims);
      run.fail = (reason) => (reason instanceof DomainError ? reject(reason) : resolve(null));
      run.error = () => resolve(null);
      run.authenticate({ token });
    });
}

function keyProvider(keys: IssuerRules['keys']): SecretOrKeyProvider {
  if ('secret' in keys) {
    // Made once: of a text, the library would make it for each token.
    const key = createSecretKey(keys.secret, 'utf8');
    return (_request, _token, done) => handKey(key, done);
  }
  return (_request, token, done) => {
    const { alg, kid } = headerOf(token as string);
    keys.keyFor(kid, alg).then(
      (key) => (key ? handKey(key, done) : done(UNKNOWN_KEY)),
      (error: unknown) => done(error),
    );
  };
}

/** The library takes a KeyObject; the types of passport-jwt are older than it. */
function handKey(key: KeyObject, done: (error: unknown, key?: string) => void): void {
  done(null, key as unknown as string);
}

const UNKNOWN_KEY = 'unknown key';

/** The verifier decoded the token before, so it can be decoded. */
function headerOf(token: string): jwt.JwtHeader {
  return jwt.decode(token, { complete: true })!.header;
}
