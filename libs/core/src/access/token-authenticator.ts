import { LRUCache } from 'lru-cache';
import jwt from 'jsonwebtoken';
import type { TokenClaims } from './claims.js';
import { type TrustedIssuer, type VerifyToken, tokenVerifier } from './issuer.js';

const CACHED_TOKENS = 10_000;
const CACHE_MS = 60_000;

/**
 * Finds the issuer that a token names and has it verified. A verified token is remembered for a minute
 * (and never past its expiry): a signature is checked once, not at every request.
 */
export class TokenAuthenticator {
  private readonly verifiers: ReadonlyMap<string, VerifyToken>;
  private readonly verified = new LRUCache<string, TokenClaims>({ max: CACHED_TOKENS, ttl: CACHE_MS });

  constructor(issuers: readonly TrustedIssuer[]) {
    this.verifiers = new Map(issuers.map((issuer) => [issuer.issuer, tokenVerifier(issuer)]));
  }

  /** The claims of a token that one of the trusted issuers signed and that is still valid, or null. */
  async verify(token: string): Promise<TokenClaims | null> {
    const known = this.verified.get(token);
    if (known) return known.expiresAt * 1000 > Date.now() ? known : null;
    const issuer = unverifiedIssuer(token);
    const verifier = issuer === undefined ? undefined : this.verifiers.get(issuer);
    const claims = verifier ? await verifier(token) : null;
    if (claims) this.verified.set(token, claims);
    return claims;
  }
}

/** The issuer that a token says it is from; the decoder throws at a payload that is no JSON. */
function unverifiedIssuer(token: string): string | undefined {
  try {
    return jwt.decode(token, { json: true })?.iss;
  } catch {
    return undefined;
  }
}
