import type { IdentityProviderEntity } from './identity-provider.entity.js';
import type { ProviderAlgorithm, ProviderClaims } from './provider-rules.js';

/** An identity provider as it is answered; it has no secrets. */
export interface IdentityProviderView {
  readonly id: number;
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly jwks_uri: string;
  readonly algorithms: readonly ProviderAlgorithm[];
  readonly claims: ProviderClaims;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_by: string;
  readonly updated_at: string;
  readonly version: number;
}

export function identityProviderView(provider: IdentityProviderEntity): IdentityProviderView {
  const { sub, email, role, projects } = provider.claims;
  return {
    id: provider.id,
    name: provider.name,
    issuer: provider.issuer,
    audience: provider.audience,
    jwks_uri: provider.jwksUri,
    algorithms: provider.algorithms,
    claims: { sub, email, role, projects },
    created_by: provider.createdBy,
    created_at: provider.createdAt.toISOString(),
    updated_by: provider.updatedBy,
    updated_at: provider.updatedAt.toISOString(),
    version: provider.version,
  };
}
