import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { TenantDatabase } from '#platform/database';
import { DomainError, forbidden, notFound, unauthenticated } from '#platform/errors';
import type { Principal, Scope } from '#platform/scope';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import type { TenantHead } from '../tenants/tenants.repository.js';
import { AccessSettings } from './access-settings.js';
import { AccountProofs } from './account-proofs.js';
import { type Permission, permissionsOf } from './permissions.js';
import {
  type CredentialHeaders,
  type Presented,
  credentialText,
  readPresented,
  sha256,
} from './presented.js';
import type { Proof } from './proof.js';
import { TokenAuthenticator } from './token-authenticator.js';

/** A caller whose credential was verified. The scope is absent for the platform's administrator outside of a tenant. */
export interface Caller {
  readonly principal: Principal;
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: Scope | null;
}

/** What of the request decides the scope. */
export interface AuthenticationRequest {
  readonly headers: CredentialHeaders;
  readonly requestId: string;
  /** The tenant's slug in the path, where the path has one. */
  readonly tenant?: string | undefined;
  readonly projectId?: number | undefined;
  /**
   * True for routes whose work is one transaction of the tenant: that transaction compares the access
   * epoch, so the look-up here may come from memory.
   */
  readonly deferred: boolean;
}

const CACHED_CREDENTIALS = 10_000;
const PLATFORM: Principal = {
  kind: 'platform',
  id: 'platform',
  name: 'platform-admin',
  role: 'platform_admin',
};
const UNREVOKED: ReadonlySet<Principal['kind']> = new Set(['platform', 'system']);

/** Turns what a request shows into who calls and what the caller may reach. */
@Injectable()
export class Authenticator {
  private readonly platformKeyHash: Buffer;
  private readonly presented = new LRUCache<string, Presented>({ max: CACHED_CREDENTIALS });
  /**
   * How a principal came to be, so that it can be proven again when the tenant's access epoch has moved.
   * Scopes that are made from a request's scope hold the same principal.
   */
  private readonly origins = new WeakMap<Principal, { proof: Proof; request: AuthenticationRequest }>();

  constructor(
    settings: AccessSettings,
    private readonly directory: TenantDirectory,
    private readonly accounts: AccountProofs,
    private readonly tokens: TokenAuthenticator,
    database: TenantDatabase,
  ) {
    this.platformKeyHash = sha256(settings.platformAdminKey);
    database.useStaleScopeCheck((scope) => this.proveAgain(scope));
  }

  /**
   * @throws DomainError `unauthenticated` without a valid credential, `forbidden`/`tenant_suspended`,
   *   `not_found` for another tenant's path or a project that the caller may not see
   */
  async authenticate(request: AuthenticationRequest): Promise<Caller> {
    const text = credentialText(request.headers);
    if (text === null)
      throw unauthenticated('credential_missing', 'This request needs a token or an API key.');
    const presented = this.presentedBy(text);
    if (presented.kind === 'platform') return this.platformCaller(request);
    const proof =
      presented.kind === 'api_key'
        ? this.accounts.ofKey(presented.key)
        : await this.tokenProof(presented.token, request.tenant);
    const caller = await this.callerOf(proof, request);
    this.origins.set(caller.principal, { proof, request });
    return caller;
  }

  /** Reading a credential hashes it; the same one comes with every request of a client. */
  private presentedBy(text: string): Presented {
    let presented = this.presented.get(text);
    if (!presented) this.presented.set(text, (presented = readPresented(text, this.platformKeyHash)));
    return presented;
  }

  private async platformCaller(request: AuthenticationRequest): Promise<Caller> {
    const permissions = permissionsOf('platform_admin');
    if (request.tenant === undefined) return { principal: PLATFORM, permissions, scope: null };
    const tenant = await this.directory.refreshBySlug(request.tenant);
    if (!tenant) throw notFound('tenant');
    const scope = buildScope(tenant, PLATFORM, permissions, 'all', request);
    return { principal: PLATFORM, permissions, scope };
  }

  private async tokenProof(token: string, tenant: string | undefined): Promise<Proof> {
    const proof = await this.tokens.verify(token, tenant);
    if (!proof) throw unauthenticated('credential_invalid', 'The token is not valid.');
    return proof;
  }

  /** What is remembered may let a caller pass, for its transaction looks again; it never refuses one. */
  private async callerOf(proof: Proof, request: AuthenticationRequest) {
    if (!request.deferred) return this.tenantCaller(proof, request, false);
    try {
      return await this.tenantCaller(proof, request, true);
    } catch {
      return this.tenantCaller(proof, request, false);
    }
  }

  private async tenantCaller(proof: Proof, request: AuthenticationRequest, fromMemory: boolean) {
    const { tenant, principal, projects, permissions } = await proof(fromMemory);
    if (request.tenant !== undefined && request.tenant !== tenant.slug) throw notFound('tenant');
    if (tenant.status === 'suspended') throw forbidden('tenant_suspended', 'This tenant is suspended.');
    if (request.projectId !== undefined && projects !== 'all' && !projects.includes(request.projectId)) {
      throw notFound('project');
    }
    const scope = buildScope(tenant, principal, permissions, projects, request);
    return { principal, permissions, scope };
  }

  /** Called by a transaction that found another access epoch: the principal is looked up as of now. */
  private async proveAgain(scope: Scope): Promise<number> {
    const origin = this.origins.get(scope.principal);
    if (!origin) {
      // The platform and the service itself are revoked by no tenant.
      if (!UNREVOKED.has(scope.principal.kind)) {
        throw unauthenticated('access_revoked', 'The access that this request began with has changed.');
      }
      const tenant = await this.directory.refresh(scope.tenantId);
      if (!tenant) throw notFound('tenant');
      return tenant.accessEpoch;
    }
    const { scope: proven } = await this.tenantCaller(origin.proof, origin.request, false);
    if (proven.tenantId !== scope.tenantId) {
      throw new DomainError('unavailable', 'tenant_replaced', 'This tenant was made anew just now.', {
        retryAfter: 1,
      });
    }
    return proven.accessEpoch;
  }
}

function buildScope(
  tenant: TenantHead,
  principal: Principal,
  permissions: ReadonlySet<Permission>,
  projects: Scope['projects'],
  request: AuthenticationRequest,
): Scope {
  return {
    tenantId: tenant.id,
    tenant: tenant.slug,
    principal,
    permissions,
    projects,
    ...(request.projectId === undefined ? {} : { projectId: request.projectId }),
    accessEpoch: tenant.accessEpoch,
    settings: tenant.settings,
    requestId: request.requestId,
  };
}
