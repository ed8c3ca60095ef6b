import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import jwt from 'jsonwebtoken';
import type { ProviderPlace } from '../identity-providers/identity-providers.repository.js';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { AccessSettings } from './access-settings.js';
import { AccountProofs } from './account-proofs.js';
import type { TenantRule } from './claims.js';
import { type TrustedIssuer, type VerifyToken, tokenVerifier } from './issuer.js';
import { JwksStore } from './jwks/jwks-store.js';
import type { Proof, VerifiedToken } from './proof.js';
import { ProviderProofs } from './provider-proofs.js';
import { UserProofs } from './user-proofs.js';

const CACHED_TOKENS = 10_000;
const CACHE_MS = 60_000;
const MOST_AUDIENCES = 20;

/**
 * Finds who may have signed a token, and has it verified. A verified token is remembered for a minute (and never
 * past its expiry): a signature is checked once, not at every request.
 */
@Injectable()
export class TokenAuthenticator {
  private readonly verifiers: ReadonlyMap<string, VerifyToken>;
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: CACHED_TOKENS, ttl: CACHE_MS });

  constructor(
    { issuers }: AccessSettings,
    jwks: JwksStore,
    private readonly directory: TenantDirectory,
    private readonly ownTokens: AccessTokens,
    private readonly accounts: AccountProofs,
    private readonly users: UserProofs,
    private readonly providers: ProviderProofs,
  ) {
    this.verifiers = new Map(issuers.map((issuer) => [issuer.issuer, operatorsVerifier(issuer, jwks)]));
  }

  /**
   * The proof of a token that we, an issuer of the configuration or one of a tenant signed and that is still
   * valid, or null.
   *
   * @param tenant - the slug in the path: where several tenants trust the token's issuer, this one comes first
   * @throws DomainError `unavailable` when the keys of the issuer cannot be read
   */
  async verify(token: string, tenant: string | undefined): Promise<Proof | null> {
    const known = this.verified.get(token);
    if (known) return known.expiresAt * 1000 > Date.now() ? known.proof : null;
    const { iss, aud } = unverified(token);
    if (typeof iss !== 'string') return null;
    if (iss === this.ownTokens.issuer) return this.remembered(token, await this.own(token));
    const ofOperator = await this.ofOperator(iss, token);
    if (ofOperator) return this.remembered(token, ofOperator);
    const audiences = [aud].flat().filter((one): one is string => typeof one === 'string');
    return this.ofTenants(
      token,
      await this.providers.places(iss, audiences.slice(0, MOST_AUDIENCES)),
      tenant,
    );
  }

  private remembered(token: string, found: VerifiedToken | null): Proof | null {
    if (found) this.verified.set(token, found);
    return found?.proof ?? null;
  }

  private async own(token: string): Promise<VerifiedToken | null> {
    const facts = await this.ownTokens.verify(token);
    return facts && { expiresAt: facts.expiresAt, proof: this.accounts.ofToken(facts) };
  }

  private async ofOperator(issuer: string, token: string): Promise<VerifiedToken | null> {
    const claims = await this.verifiers.get(issuer)?.(token);
    return claims ? { expiresAt: claims.expiresAt, proof: this.users.ofClaims(claims) } : null;
  }

  /** What a token stands for depends on the path where several tenants admit it, so such a one is not remembered. */
  private async ofTenants(
    token: string,
    places: readonly ProviderPlace[],
    tenant: string | undefined,
  ): Promise<Proof | null> {
    const named = tenant === undefined ? null : await this.directory.findBySlug(tenant);
    const first = places.filter(({ tenantId }) => tenantId === named?.id);
    const others = places.filter(({ tenantId }) => tenantId !== named?.id);
    for (const place of [...first, ...others]) {
      const found = await this.providers.verify(token, place);
      if (found) return places.length === 1 ? this.remembered(token, found) : found.proof;
    }
    return null;
  }
}

function operatorsVerifier(trusted: TrustedIssuer, jwks: JwksStore): VerifyToken {
  const { keys } = trusted;
  return tokenVerifier({
    ...trusted,
    tenant: tenantRule(trusted),
    keys: 'secret' in keys ? keys : jwks.ofOperator(keys.jwksUri),
  });
}

function tenantRule({ tenant, tenants }: TrustedIssuer): TenantRule {
  if (tenant !== undefined) return { kind: 'fixed', slug: tenant };
  return tenants === undefined ? { kind: 'claim' } : { kind: 'map', slugs: tenants };
}

/** What a token says of itself; the decoder throws at a payload that is no JSON. */
function unverified(token: string): { readonly iss?: unknown; readonly aud?: unknown } {
  try {
    return jwt.decode(token, { json: true }) ?? {};
  } catch {
    return {};
  }
}
