import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { unauthenticated } from '#platform/errors';
import {
  IdentityProvidersRepository,
  type ProviderPlace,
  type ProviderRow,
} from '../identity-providers/identity-providers.repository.js';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import type { TenantHead } from '../tenants/tenants.repository.js';
import { DEFAULT_CLAIM_NAMES, type TokenClaims } from './claims.js';
import { tokenVerifier } from './issuer.js';
import { JwksStore } from './jwks/jwks-store.js';
import { permissionsOf } from './permissions.js';
import type { Proof, VerifiedToken } from './proof.js';
import { systemScope } from './system-scope.js';

const CACHED_PROVIDERS = 5_000;

/** Proves the users of tenants' own identity providers: whatever a token claims, they are of that tenant. */
@Injectable()
export class ProviderProofs {
  private readonly rows = new LRUCache<string, { row: ProviderRow; epoch: number }>({
    max: CACHED_PROVIDERS,
  });

  constructor(
    private readonly directory: TenantDirectory,
    private readonly providers: IdentityProvidersRepository,
    private readonly jwks: JwksStore,
  ) {}

  /** The providers that a token of this issuer, for these audiences, can be from. */
  async places(issuer: string, audiences: readonly string[]): Promise<ProviderPlace[]> {
    return this.providers.places(issuer, audiences);
  }

  /** A token that the provider admits, with its proof, or null. @throws DomainError `unavailable` without its keys */
  async verify(token: string, { tenantId, providerId }: ProviderPlace): Promise<VerifiedToken | null> {
    const tenant = await this.directory.refresh(tenantId);
    const row = tenant && (await this.row(tenant, providerId));
    const claims = row && (await this.claims(token, tenant, row));
    if (!claims) return null;
    return {
      expiresAt: claims.expiresAt,
      proof: this.proof(token, { tenantId, providerId }, claims, row.version),
    };
  }

  /** A provider that changed since is asked again whether it admits the token. */
  private proof(token: string, place: ProviderPlace, first: TokenClaims, firstVersion: number): Proof {
    let [claims, version] = [first, firstVersion];
    return async (fromMemory) => {
      const tenant = fromMemory
        ? await this.directory.findById(place.tenantId)
        : await this.directory.refresh(place.tenantId);
      const row = tenant && (await this.row(tenant, place.providerId));
      if (!row) throw refused();
      if (row.version !== version) {
        const again = await this.claims(token, tenant, row);
        if (!again) throw refused();
        [claims, version] = [again, row.version];
      }
      return {
        tenant,
        principal: { kind: 'user', id: claims.subject, name: claims.email, role: claims.role },
        projects: claims.projects,
        permissions: permissionsOf(claims.role),
      };
    };
  }

  private async claims(token: string, tenant: TenantHead, row: ProviderRow): Promise<TokenClaims | null> {
    const verify = tokenVerifier({
      issuer: row.issuer,
      audience: row.audience,
      algorithms: row.algorithms,
      claims: { ...row.claims, tenant: DEFAULT_CLAIM_NAMES.tenant },
      tenant: { kind: 'fixed', slug: tenant.slug },
      keys: this.jwks.ofTenant(tenant, row.jwksUri),
    });
    return verify(token);
  }

  private async row(tenant: TenantHead, id: number): Promise<ProviderRow | null> {
    const cacheKey = `${tenant.id}-${id}`;
    const known = this.rows.get(cacheKey);
    if (known?.epoch === tenant.accessEpoch) return known.row;
    const row = await this.providers.row(systemScope(tenant, 'authentication'), id);
    if (row) this.rows.set(cacheKey, { row, epoch: tenant.accessEpoch });
    else this.rows.delete(cacheKey);
    return row;
  }
}

function refused() {
  return unauthenticated('credential_invalid', 'The token is not valid.');
}
