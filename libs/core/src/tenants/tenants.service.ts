import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import { type FieldError, conflict, invalid, notFound } from '#platform/errors';
import type { IdempotentRequest } from '#platform/scope';
import { Vault } from '#platform/vault';
import { checkName, trimmedName } from '../naming/index.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { isSlug } from './slug.js';
import { TenantDirectory } from './tenant-directory.js';
import type { TenantEntity, TenantStatus } from './tenant.entity.js';
import { type PlatformAuditEvent, TenantsRepository } from './tenants.repository.js';

/** On whose behalf the platform's administrator acts. */
export interface PlatformActor {
  readonly name: string;
  readonly requestId: string;
  readonly idempotency?: IdempotentRequest;
}

export interface TenantView {
  readonly slug: string;
  readonly name: string;
  readonly status: TenantStatus;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly version: number;
}

export interface TenantChanges {
  readonly name?: string | undefined;
  readonly status?: string | undefined;
}

const STATUSES: readonly string[] = ['active', 'suspended'] satisfies TenantStatus[];

/** The tenants themselves: what only the platform's administrator may touch. */
@Injectable()
export class TenantsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly directory: TenantDirectory,
    private readonly vault: Vault,
  ) {}

  /** Makes a tenant with its first data key. */
  async create(actor: PlatformActor, input: { slug: string; name: string }): Promise<TenantView> {
    const errors = [...checkSlug(input.slug), ...checkName('name', input.name)];
    if (errors.length > 0) throw invalid(errors);
    return this.database.platformEffect(actor.idempotency, async (tx, enterTenant) => {
      const tenant = await this.tenants.insert(tx, {
        slug: input.slug,
        name: trimmedName(input.name),
        createdBy: actor.name,
      });
      await enterTenant(tenant.id);
      await this.vault.createDataKey(tx, tenant.id);
      const after = viewOf(tenant);
      await this.tenants.recordAudit(tx, actor, { action: 'tenant.create', tenant: after.slug, after });
      return after;
    });
  }

  async list(): Promise<TenantView[]> {
    return (await this.tenants.list()).map(viewOf);
  }

  async get(slug: string): Promise<TenantView> {
    const tenant = await this.tenants.bySlug(slug);
    if (!tenant) throw notFound('tenant');
    return viewOf(tenant);
  }

  /** Renames, suspends or resumes. A suspension holds from the commit on, on every instance. */
  async update(
    actor: PlatformActor,
    slug: string,
    changes: TenantChanges,
    precondition: Precondition,
  ): Promise<TenantView> {
    const errors = changes.name === undefined ? [] : checkName('name', changes.name);
    if (changes.status !== undefined && !STATUSES.includes(changes.status)) {
      errors.push({
        path: 'status',
        rule: 'one_of',
        message: `status must be one of ${STATUSES.join(', ')}.`,
      });
    }
    if (errors.length > 0) throw invalid(errors);
    const { id, view } = await this.database.platformTransaction(async (tx) => {
      const tenant = await this.tenants.lockBySlug(tx, slug);
      if (!tenant) throw notFound('tenant');
      requireVersion(precondition, tenant.version);
      const before = viewOf(tenant);
      const name = changes.name === undefined ? tenant.name : trimmedName(changes.name);
      const status = (changes.status as TenantStatus | undefined) ?? tenant.status;
      if (name === tenant.name && status === tenant.status) return { id: tenant.id, view: before };
      if (status !== tenant.status) tenant.accessEpoch += 1;
      Object.assign(tenant, { name, status, version: tenant.version + 1 });
      const after = viewOf(await this.tenants.save(tx, tenant));
      await this.tenants.recordAudit(tx, actor, { action: 'tenant.update', tenant: slug, before, after });
      return { id: tenant.id, view: after };
    });
    this.directory.forget(id);
    return view;
  }

  /**
   * Removes a tenant. One that holds connections is refused, unless `force`: then everything of it is
   * erased now, the data keys first, so that not even a backup of the rest can be read.
   */
  async remove(
    actor: PlatformActor,
    slug: string,
    force: boolean,
    precondition: Precondition,
  ): Promise<void> {
    const id = await this.database.platformTransaction(async (tx, enterTenant) => {
      const tenant = await this.tenants.lockBySlug(tx, slug);
      if (!tenant) throw notFound('tenant');
      requireVersion(precondition, tenant.version);
      await enterTenant(tenant.id);
      const connections = await this.tenants.countConnections(tx, tenant.id);
      if (connections > 0 && !force) {
        throw conflict('tenant_not_empty', `The tenant still holds ${connections} connections.`, {
          connections,
        });
      }
      await this.tenants.erase(tx, tenant.id);
      await this.tenants.recordAudit(tx, actor, {
        action: 'tenant.delete',
        tenant: slug,
        before: { ...viewOf(tenant), connections },
      });
      return tenant.id;
    });
    this.directory.forget(id);
    this.vault.forget(id);
  }

  /** What the platform's administrator did, the newest first. */
  async auditEvents(limit: number): Promise<PlatformAuditEvent[]> {
    return this.tenants.auditEvents(limit);
  }
}

function checkSlug(slug: unknown): FieldError[] {
  if (isSlug(slug)) return [];
  const message =
    'slug must be 1 to 63 lower-case letters, digits, "_" or "-", and begin with a letter or digit.';
  return [{ path: 'slug', rule: slug === undefined ? 'required' : 'pattern', message }];
}

function viewOf(tenant: TenantEntity): TenantView {
  return {
    slug: tenant.slug,
    name: tenant.name,
    status: tenant.status,
    created_by: tenant.createdBy,
    created_at: tenant.createdAt.toISOString(),
    updated_at: tenant.updatedAt.toISOString(),
    version: tenant.version,
  };
}
