import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import type { PlatformActor } from '../tenants/tenants.service.js';
import { contentVersion, withContentTag } from '../versioning/content-tag.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import {
  QUOTA_NAMES,
  type QuotaName,
  type QuotasInput,
  type QuotasView,
  quotasOf,
  quotasView,
  withQuotas,
} from './quotas.js';

export interface QuotaUse {
  readonly used: number;
  readonly limit: number;
}

export type UsageView = { readonly [Name in QuotaName]: QuotaUse };

/** What tenants may have: decided by the platform's administrator, seen by the tenant. */
@Injectable()
export class QuotasService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly directory: TenantDirectory,
  ) {}

  async get(slug: string): Promise<QuotasView> {
    const tenant = await this.tenants.bySlug(slug);
    if (!tenant) throw notFound('tenant');
    return withContentTag(quotasView(tenant.settings));
  }

  /**
   * Replaces the quotas; they hold on every instance from the commit on. What is stored already stays.
   *
   * @throws DomainError `invalid`, `precondition_failed`
   */
  async replace(
    actor: PlatformActor,
    slug: string,
    input: QuotasInput,
    precondition: Precondition = null,
  ): Promise<QuotasView> {
    const { id, view } = await this.database.platformTransaction(async (tx) => {
      const tenant = await this.tenants.lockBySlug(tx, slug);
      if (!tenant) throw notFound('tenant');
      const before = quotasView(tenant.settings);
      requireVersion(precondition, contentVersion(before));
      const settings = withQuotas(tenant.settings, input);
      const after = quotasView(settings);
      if (JSON.stringify(before) === JSON.stringify(after)) return { id: tenant.id, view: before };
      const { version, accessEpoch } = tenant;
      // Instances remember a tenant's settings under its access epoch.
      Object.assign(tenant, { settings, version: version + 1, accessEpoch: accessEpoch + 1 });
      await this.tenants.save(tx, tenant);
      const action = 'tenant.update_quotas';
      await this.tenants.recordAudit(tx, actor, { action, tenant: slug, before, after });
      return { id: tenant.id, view: after };
    });
    this.directory.forget(id);
    return withContentTag(view);
  }

  /** What the tenant uses now, of what it may. */
  async usage(scope: Scope): Promise<UsageView> {
    const [rows] = await this.database.read(scope, {
      name: 'tenant_usage',
      text: `select what, used from tenant_usage where tenant_id = $1
        and minute in (0, floor(extract(epoch from clock_timestamp()) / 60))`,
      values: [scope.tenantId],
    });
    const used = new Map((rows as { what: string; used: number }[]).map((row) => [row.what, row.used]));
    const limits = quotasOf(scope.settings);
    return Object.fromEntries(
      QUOTA_NAMES.map((name) => [name, { used: used.get(name) ?? 0, limit: limits[name] }]),
    ) as UsageView;
  }
}
