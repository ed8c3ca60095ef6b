import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import jwt from 'jsonwebtoken';
import { AccessTokens } from '../tokens/access-tokens.js';
import { AccessSettings } from './access-settings.js';
import { AccountProofs } from './account-proofs.js';
import { type VerifyToken, tokenVerifier } from './issuer.js';
import type { Proof } from './proof.js';
import { UserProofs } from './user-proofs.js';

/** A token whose signature, issuer, audience and expiry are right, and how its principal is proven. */
interface VerifiedToken {
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly proof: Proof;
}

const CACHED_TOKENS = 10_000;
const CACHE_MS = 60_000;

/**
 * Finds the issuer that a token names and has it verified. A verified token is remembered for a minute
 * (and never past its expiry): a signature is checked once, not at every request.
 */
@Injectable()
export class TokenAuthenticator {
  private readonly verifiers: ReadonlyMap<string, VerifyToken>;
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: CACHED_TOKENS, ttl: CACHE_MS });

  constructor(
    { issuers }: AccessSettings,
    private readonly ownTokens: AccessTokens,
    private readonly accounts: AccountProofs,
    private readonly users: UserProofs,
  ) {
    this.verifiers = new Map(issuers.map((issuer) => [issuer.issuer, tokenVerifier(issuer)]));
  }

  /** The proof of a token that we or a trusted issuer signed and that is still valid, or null. */
  async verify(token: string): Promise<Proof | null> {
    const known = this.verified.get(token);
    if (known) return known.expiresAt * 1000 > Date.now() ? known.proof : null;
    const issuer = unverifiedIssuer(token);
    const found =
      issuer === this.ownTokens.issuer ? await this.own(token) : await this.ofIssuer(issuer, token);
    if (found) this.verified.set(token, found);
    return found?.proof ?? null;
  }

  private async own(token: string): Promise<VerifiedToken | null> {
    const facts = await this.ownTokens.verify(token);
    return facts && { expiresAt: facts.expiresAt, proof: this.accounts.ofToken(facts) };
  }

  private async ofIssuer(issuer: string | undefined, token: string): Promise<VerifiedToken | null> {
    const claims = issuer === undefined ? null : await this.verifiers.get(issuer)?.(token);
    return claims ? { expiresAt: claims.expiresAt, proof: this.users.ofClaims(claims) } : null;
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
