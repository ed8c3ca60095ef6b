import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { EgressPolicy } from '#platform/egress';
import { type FieldError, conflict, invalid, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { AccessSettings } from '../access/access-settings.js';
import { CheckSettings } from '../checks/check-settings.js';
import { checkName, nameKey, trimmedName } from '../naming/index.js';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import { TokenSettings } from '../tokens/token-settings.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { checkReadOnly } from '../versioning/read-only.js';
import type { IdentityProviderEntity } from './identity-provider.entity.js';
import { type IdentityProviderView, identityProviderView } from './identity-provider-view.js';
import { IdentityProvidersRepository, issuerTaken } from './identity-providers.repository.js';
import {
  DEFAULT_PROVIDER_CLAIMS,
  type ProviderAlgorithm,
  type ProviderClaims,
  checkAlgorithms,
  checkClaims,
  checkIdentifier,
  checkJwksUri,
} from './provider-rules.js';

/** What a provider is made of, as it is sent. */
export interface IdentityProviderInput {
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly jwks_uri: string;
  readonly algorithms: readonly string[];
  readonly claims?: Readonly<Record<string, unknown>> | null | undefined;
}

/** What changes; the other members may come back as they were read. */
export type IdentityProviderChanges = {
  readonly [Member in keyof IdentityProviderInput]?: IdentityProviderInput[Member] | undefined;
} & { readonly [Member in Exclude<keyof IdentityProviderView, keyof IdentityProviderInput>]?: unknown };

const WRITABLE = ['name', 'issuer', 'audience', 'jwks_uri', 'algorithms', 'claims'];
const MOST_OF_A_TENANT = 50;
const LOOPBACK = '127.0.0.1';
const ANY_PORT = 80;

/** The issuers that a tenant trusts for its own users. */
@Injectable()
export class IdentityProvidersService {
  private readonly loopbackOpen: boolean;

  constructor(
    private readonly access: AccessSettings,
    private readonly tokens: TokenSettings,
    checks: CheckSettings,
    private readonly database: TenantDatabase,
    private readonly providers: IdentityProvidersRepository,
    private readonly tenants: TenantsRepository,
    private readonly directory: TenantDirectory,
  ) {
    this.loopbackOpen = new EgressPolicy(checks.egress).permits(LOOPBACK, LOOPBACK, ANY_PORT);
  }

  async create(scope: Scope, input: IdentityProviderInput): Promise<IdentityProviderView> {
    this.refuseBad(input);
    return this.database.effect(scope, async (tx) => {
      // The tenant's row is locked, so that two at once do not pass the limit together.
      await this.tenants.lockBySlug(tx, scope.tenant);
      if ((await this.providers.list(tx, scope)).length >= MOST_OF_A_TENANT) {
        throw conflict(
          'identity_provider_limit',
          `A tenant has at most ${MOST_OF_A_TENANT} identity providers.`,
        );
      }
      const provider = await this.providers.insert(tx, scope, {
        name: trimmedName(input.name),
        nameKey: nameKey(input.name),
        issuer: input.issuer,
        audience: input.audience,
        jwksUri: input.jwks_uri,
        algorithms: [...input.algorithms] as ProviderAlgorithm[],
        claims: { ...DEFAULT_PROVIDER_CLAIMS, ...(input.claims as Partial<ProviderClaims> | null) },
      });
      const after = identityProviderView(provider);
      await recordAudit(tx, scope, { ...about('create', after.id), after });
      return after;
    });
  }

  async list(scope: Scope): Promise<IdentityProviderView[]> {
    const providers = await this.database.transaction(scope, (tx) => this.providers.list(tx, scope));
    return providers.map(identityProviderView);
  }

  async get(scope: Scope, id: number): Promise<IdentityProviderView> {
    const provider = await this.database.transaction(scope, (tx) => this.providers.find(tx, scope, id));
    if (!provider) throw notFound('identity provider');
    return identityProviderView(provider);
  }

  /** Tokens that the provider's new rules do not admit are refused from the commit on, on every instance. */
  async update(
    scope: Scope,
    id: number,
    input: IdentityProviderChanges,
    precondition: Precondition,
  ): Promise<IdentityProviderView> {
    return this.changingAccess(scope, async (tx) => {
      const provider = await this.lockedAt(tx, scope, id, precondition);
      const before = identityProviderView(provider);
      const claims = { ...before.claims, ...input.claims };
      const merged = { ...before, ...defined(input), claims };
      this.refuseBad(merged, checkReadOnly(before, input, WRITABLE));
      Object.assign(provider, {
        name: trimmedName(merged.name),
        nameKey: nameKey(merged.name),
        issuer: merged.issuer,
        audience: merged.audience,
        jwksUri: merged.jwks_uri,
        algorithms: [...merged.algorithms],
        claims,
      });
      if (JSON.stringify(identityProviderView(provider)) === JSON.stringify(before)) return before;
      Object.assign(provider, { version: provider.version + 1, updatedBy: scope.principal.name });
      const after = identityProviderView(await this.providers.save(tx, provider));
      await recordAudit(tx, scope, { ...about('update', id), before, after });
      return after;
    });
  }

  /** The provider's tokens are refused from the commit on, on every instance. */
  async remove(scope: Scope, id: number, precondition: Precondition): Promise<void> {
    await this.changingAccess(scope, async (tx) => {
      const provider = await this.lockedAt(tx, scope, id, precondition);
      await this.providers.remove(tx, provider);
      await recordAudit(tx, scope, { ...about('delete', id), before: identityProviderView(provider) });
    });
  }

  private async lockedAt(
    tx: Transaction,
    scope: Scope,
    id: number,
    precondition: Precondition,
  ): Promise<IdentityProviderEntity> {
    const provider = await this.providers.lock(tx, scope, id);
    if (!provider) throw notFound('identity provider');
    requireVersion(precondition, provider.version);
    return provider;
  }

  /** Raises the access epoch with the change, so that no instance goes on with what it remembers. */
  private async changingAccess<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await this.database.transaction(scope, async (tx) => {
      const done = await work(tx);
      await tx.query('update tenants set access_epoch = access_epoch + 1 where id = $1', [scope.tenantId]);
      return done;
    });
    this.directory.forget(scope.tenantId);
    return result;
  }

  private refuseBad(input: IdentityProviderInput, found: readonly FieldError[] = []): void {
    const errors = [
      ...found,
      ...checkName('name', input.name),
      ...checkIdentifier('issuer', input.issuer),
      ...checkIdentifier('audience', input.audience),
      ...checkJwksUri('jwks_uri', input.jwks_uri, this.loopbackOpen),
      ...checkAlgorithms('algorithms', input.algorithms),
      ...checkClaims('claims', input.claims ?? {}),
    ];
    if (errors.length > 0) throw invalid(errors);
    const { issuer, audience } = input;
    const ofOperator = this.access.issuers.some((one) => one.issuer === issuer && one.audience === audience);
    if (ofOperator || issuer === this.tokens.issuer) throw issuerTaken();
  }
}

function about(verb: 'create' | 'update' | 'delete', id: number) {
  return { action: `identity_provider.${verb}`, entity: 'identity_provider', entityId: id };
}

/** The members that were sent. */
function defined(input: IdentityProviderChanges): Partial<IdentityProviderInput> {
  return Object.fromEntries(
    Object.entries(input).filter(([member, value]) => WRITABLE.includes(member) && value !== undefined),
  );
}
