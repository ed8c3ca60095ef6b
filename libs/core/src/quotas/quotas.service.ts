import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { type DecidedPart, DecidedSettings } from '../tenants/decided-settings.service.js';
import type { PlatformActor } from '../tenants/tenants.service.js';
import type { Precondition } from '../versioning/precondition.js';
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

const QUOTAS: DecidedPart<QuotasInput, QuotasView> = {
  action: 'tenant.update_quotas',
  view: quotasView,
  replaced: withQuotas,
};

/** What tenants may have: decided by the platform's administrator, seen by the tenant. */
@Injectable()
export class QuotasService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly decided: DecidedSettings,
  ) {}

  get(slug: string): Promise<QuotasView> {
    return this.decided.get(QUOTAS, slug);
  }

  /**
   * Replaces the quotas. What is stored already stays.
   *
   * @throws DomainError `invalid`, `precondition_failed`
   */
  replace(
    actor: PlatformActor,
    slug: string,
    input: QuotasInput,
    precondition: Precondition = null,
  ): Promise<QuotasView> {
    return this.decided.replace(QUOTAS, actor, slug, input, precondition);
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
