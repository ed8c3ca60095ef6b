import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction, violates } from '#platform/database';
import { conflict } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { IdentityProviderEntity } from './identity-provider.entity.js';

/** What authentication needs of a provider. */
export type ProviderRow = Pick<
  IdentityProviderEntity,
  'id' | 'version' | 'issuer' | 'audience' | 'jwksUri' | 'algorithms' | 'claims'
>;

/** Where a provider is to be found. */
export interface ProviderPlace {
  readonly tenantId: number;
  readonly providerId: number;
}

/** A token for more audiences of ours than that is nobody's. */
const MOST_PLACES = 5;

/** The identity providers of tenants, and the directory that says which tenant's issuer and audience are whose. */
@Injectable()
export class IdentityProvidersRepository {
  constructor(private readonly database: TenantDatabase) {}

  /** The providers that a token of this issuer, for any of these audiences, can be from. */
  async places(issuer: string, audiences: readonly string[]): Promise<ProviderPlace[]> {
    return this.database.statement<ProviderPlace>({
      name: 'issuer_directory_places',
      text: `select of_tenant as "tenantId", provider_id as "providerId" from issuer_directory
        where issuer = $1 and audience in (select jsonb_array_elements_text($2::jsonb))
        order by of_tenant, provider_id limit ${MOST_PLACES}`,
      values: [issuer, JSON.stringify(audiences)],
    });
  }

  async row(scope: Scope, id: number): Promise<ProviderRow | null> {
    const [rows] = await this.database.read(scope, {
      name: 'identity_provider_row',
      text: `select id, version, issuer, audience, jwks_uri as "jwksUri", algorithms, claims
        from identity_providers where tenant_id = $1 and id = $2`,
      values: [scope.tenantId, id],
    });
    return (rows?.[0] as ProviderRow | undefined) ?? null;
  }

  async list(tx: Transaction, scope: Scope): Promise<IdentityProviderEntity[]> {
    return tx.manager.find(IdentityProviderEntity, {
      where: { tenantId: scope.tenantId },
      order: { id: 'ASC' },
    });
  }

  async find(tx: Transaction, scope: Scope, id: number): Promise<IdentityProviderEntity | null> {
    return tx.manager.findOneBy(IdentityProviderEntity, { tenantId: scope.tenantId, id });
  }

  async lock(tx: Transaction, scope: Scope, id: number): Promise<IdentityProviderEntity | null> {
    return tx.manager.findOne(IdentityProviderEntity, {
      where: { tenantId: scope.tenantId, id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** @throws DomainError `conflict` for a name of the tenant, or an issuer and audience of anybody, that is taken */
  async insert(
    tx: Transaction,
    scope: Scope,
    provider: Omit<
      IdentityProviderEntity,
      'tenantId' | 'id' | 'version' | 'createdBy' | 'createdAt' | 'updatedBy' | 'updatedAt'
    >,
  ): Promise<IdentityProviderEntity> {
    const { tenantId } = scope;
    const by = scope.principal.name;
    return refusingTaken(async () => {
      const { identifiers } = await tx.manager.insert(IdentityProviderEntity, {
        ...provider,
        tenantId,
        createdBy: by,
        updatedBy: by,
      });
      const { id } = identifiers[0] as { id: number };
      await tx.query(
        'insert into issuer_directory (issuer, audience, of_tenant, provider_id) values ($1, $2, $3, $4)',
        [provider.issuer, provider.audience, tenantId, id],
      );
      return tx.manager.findOneByOrFail(IdentityProviderEntity, { tenantId, id });
    });
  }

  /** @throws DomainError `conflict` as {@link insert} */
  async save(tx: Transaction, provider: IdentityProviderEntity): Promise<IdentityProviderEntity> {
    return refusingTaken(async () => {
      const saved = await tx.manager.save(IdentityProviderEntity, provider);
      await tx.query(
        'update issuer_directory set issuer = $3, audience = $4 where of_tenant = $1 and provider_id = $2',
        [saved.tenantId, saved.id, saved.issuer, saved.audience],
      );
      return saved;
    });
  }

  async remove(tx: Transaction, { tenantId, id }: IdentityProviderEntity): Promise<void> {
    await tx.query('delete from issuer_directory where of_tenant = $1 and provider_id = $2', [tenantId, id]);
    await tx.manager.delete(IdentityProviderEntity, { tenantId, id });
  }
}

async function refusingTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (violates(error, 'identity_providers_name'))
      throw conflict('identity_provider_exists', 'An identity provider of this name exists.');
    if (violates(error, 'issuer_directory_pkey')) throw issuerTaken();
    throw error;
  }
}

/** The same whoever has it: the operator, this tenant or another one. */
export function issuerTaken() {
  return conflict(
    'issuer_taken',
    'This issuer is trusted for this audience already; give each tenant an audience of its own.',
  );
}
