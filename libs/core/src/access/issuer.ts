import { passportJwtSecret } from 'jwks-rsa';
import type { Algorithm } from 'jsonwebtoken';
import { Strategy, type SecretOrKeyProvider } from 'passport-jwt';
import { type ClaimNames, DEFAULT_CLAIM_NAMES, type TokenClaims, readClaims } from './claims.js';

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
}

/** Verifies one token; null for every reason to refuse it. */
export type VerifyToken = (token: string) => Promise<TokenClaims | null>;

/** A request, as passport-jwt sees it: the token alone. */
interface TokenRequest {
  readonly token: string;
}

/** passport's strategies answer through methods that passport puts on them; so do we. */
interface StrategyRun {
  success(user: unknown): void;
  fail(): void;
  error(): void;
  authenticate(request: TokenRequest): void;
}

const JWKS_REFRESHES_PER_MINUTE = 1;

/** A passport-jwt strategy for one issuer: its algorithms, issuer, audience and expiry are all required. */
export function tokenVerifier(trusted: TrustedIssuer): VerifyToken {
  const names = { ...DEFAULT_CLAIM_NAMES, ...trusted.claims };
  const strategy = new Strategy(
    {
      jwtFromRequest: (request) => (request as unknown as TokenRequest).token,
      secretOrKeyProvider: keyProvider(trusted),
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
    new Promise((resolve) => {
      const run = Object.create(strategy) as StrategyRun;
      run.success = (claims) => resolve(claims as TokenClaims);
      run.fail = () => resolve(null);
      run.error = () => resolve(null);
      run.authenticate({ token });
    });
}

function keyProvider(trusted: TrustedIssuer): SecretOrKeyProvider {
  if ('secret' in trusted.keys) {
    const { secret } = trusted.keys;
    return (_request, _token, done) => done(null, secret);
  }
  return passportJwtSecret({
    jwksUri: trusted.keys.jwksUri,
    cache: true,
    cacheMaxAge: 10 * 60 * 1000,
    rateLimit: true,
    jwksRequestsPerMinute: JWKS_REFRESHES_PER_MINUTE,
    timeout: 5_000,
  }) as SecretOrKeyProvider;
}
