import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { TenantDatabase } from '#platform/database';
import { forbidden, notFound, unauthenticated } from '#platform/errors';
import type { Principal, Scope } from '#platform/scope';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import type { TenantHead } from '../tenants/tenants.repository.js';
import { AccessSettings } from './access-settings.js';
import { sameHash } from './api-key.js';
import { type Permission, type Role, permissionsOf } from './permissions.js';
import {
  type CredentialHeaders,
  type Presented,
  credentialText,
  readPresented,
  sha256,
} from './presented.js';
import { type ServiceAccountKeyRow, ServiceAccountsRepository } from './service-accounts.repository.js';
import { systemScope } from './system-scope.js';
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

const CACHED_ACCOUNTS = 10_000;
const PLATFORM: Principal = {
  kind: 'platform',
  id: 'platform',
  name: 'platform-admin',
  role: 'platform_admin',
};

/** Turns what a request shows into who calls and what the caller may reach. */
@Injectable()
export class Authenticator {
  private readonly tokens: TokenAuthenticator;
  private readonly platformKeyHash: Buffer;
  private readonly accounts = new LRUCache<string, { row: ServiceAccountKeyRow; epoch: number }>({
    max: CACHED_ACCOUNTS,
  });
  /** How a scope came to be, so that it can be proven again when the tenant's access epoch has moved. */
  private readonly origins = new WeakMap<Scope, { presented: Presented; request: AuthenticationRequest }>();

  constructor(
    settings: AccessSettings,
    private readonly directory: TenantDirectory,
    private readonly serviceAccounts: ServiceAccountsRepository,
    database: TenantDatabase,
  ) {
    this.tokens = new TokenAuthenticator(settings.issuers);
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
    const presented = readPresented(text, this.platformKeyHash);
    if (presented.kind === 'platform') return this.platformCaller(presented, request);
    const caller = await this.tenantCaller(presented, request, request.deferred);
    this.origins.set(caller.scope, { presented, request });
    return caller;
  }

  private async platformCaller(presented: Presented, request: AuthenticationRequest): Promise<Caller> {
    const permissions = permissionsOf('platform_admin');
    if (request.tenant === undefined) return { principal: PLATFORM, permissions, scope: null };
    const head = await this.directory.findBySlug(request.tenant);
    const tenant = head && (await this.directory.refresh(head.id));
    if (!tenant) throw notFound('tenant');
    const scope = buildScope(tenant, PLATFORM, permissions, 'all', request);
    this.origins.set(scope, { presented, request });
    return { principal: PLATFORM, permissions, scope };
  }

  private async tenantCaller(presented: Presented, request: AuthenticationRequest, fromMemory: boolean) {
    const found =
      presented.kind === 'api_key'
        ? await this.accountOf(presented, fromMemory)
        : await this.userOf(presented as Extract<Presented, { kind: 'token' }>, fromMemory);
    const { tenant, principal, projects } = found;
    if (request.tenant !== undefined && request.tenant !== tenant.slug) throw notFound('tenant');
    if (tenant.status === 'suspended') throw forbidden('tenant_suspended', 'This tenant is suspended.');
    if (request.projectId !== undefined && projects !== 'all' && !projects.includes(request.projectId)) {
      throw notFound('project');
    }
    const permissions = permissionsOf(principal.role as Role);
    const scope = buildScope(tenant, principal, permissions, projects, request);
    return { principal, permissions, scope };
  }

  private async accountOf(presented: Extract<Presented, { kind: 'api_key' }>, fromMemory: boolean) {
    const { tenantId, accountId, hash } = presented.key;
    const tenant = fromMemory
      ? await this.directory.findById(tenantId)
      : await this.directory.refresh(tenantId);
    const row = tenant && (await this.accountRow(tenant, accountId));
    const previousLives =
      row?.previousKeyExpiresAt != null && row.previousKeyExpiresAt.getTime() > Date.now();
    const valid =
      row && (sameHash(row.keyHash, hash) || (previousLives && sameHash(row.previousKeyHash, hash)));
    if (!valid) throw unauthenticated('credential_invalid', 'The API key is not valid.');
    const principal: Principal = {
      kind: 'service_account',
      id: String(row.id),
      name: `${row.name}@${tenant.slug}`,
      role: row.role,
    };
    return { tenant, principal, projects: row.projectIds ?? ('all' as const) };
  }

  private async accountRow(tenant: TenantHead, id: number): Promise<ServiceAccountKeyRow | null> {
    const cacheKey = `${tenant.id}-${id}`;
    const known = this.accounts.get(cacheKey);
    if (known?.epoch === tenant.accessEpoch) return known.row;
    const row = await this.serviceAccounts.keyRow(systemScope(tenant, 'authentication'), id);
    if (row) this.accounts.set(cacheKey, { row, epoch: tenant.accessEpoch });
    else this.accounts.delete(cacheKey);
    return row;
  }

  private async userOf(presented: Extract<Presented, { kind: 'token' }>, fromMemory: boolean) {
    const claims = await this.tokens.verify(presented.token);
    const head = claims && (await this.directory.findBySlug(claims.tenant));
    const tenant = head && !fromMemory ? await this.directory.refresh(head.id) : head;
    if (!claims || !tenant || tenant.slug !== claims.tenant) {
      throw unauthenticated('credential_invalid', 'The token is not valid.');
    }
    const principal: Principal = { kind: 'user', id: claims.subject, name: claims.email, role: claims.role };
    return { tenant, principal, projects: claims.projects };
  }

  /** Called by a transaction that found another access epoch: the principal is looked up as of now. */
  private async proveAgain(scope: Scope): Promise<number> {
    const tenant = await this.directory.refresh(scope.tenantId);
    const origin = this.origins.get(scope);
    if (!tenant) throw notFound('tenant');
    if (origin && origin.presented.kind !== 'platform') {
      await this.tenantCaller(origin.presented, origin.request, true);
    }
    return tenant.accessEpoch;
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
    requestId: request.requestId,
  };
}
