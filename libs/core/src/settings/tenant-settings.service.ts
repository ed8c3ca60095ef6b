import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import { invalid, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { TenantDirectory } from '../tenants/tenant-directory.js';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import { contentVersion, withContentTag } from '../versioning/content-tag.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { StoredExamplesRepository } from './stored-examples.repository.js';
import {
  type TenantSettings,
  type TenantSettingsChanges,
  checkSettings,
  settingsOf,
  tenantSettings,
  withSettings,
} from './tenant-settings.js';

/** What a tenant decides for itself. */
@Injectable()
export class TenantSettingsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly directory: TenantDirectory,
    private readonly examples: StoredExamplesRepository,
  ) {}

  get(scope: Scope): TenantSettings {
    return withContentTag(settingsOf(scope));
  }

  /**
   * Changes what is named, and keeps the rest. It holds on every instance from the commit on: the access
   * epoch rises, under which instances remember a tenant. Who wants no example rows any more keeps none.
   *
   * @throws DomainError `invalid`, `precondition_failed`
   */
  async update(
    scope: Scope,
    changes: TenantSettingsChanges,
    precondition: Precondition = null,
  ): Promise<TenantSettings> {
    const errors = checkSettings(changes);
    if (errors.length > 0) throw invalid(errors);
    const after = await this.database.transaction(scope, async (tx) => {
      const tenant = await this.tenants.lockBySlug(tx, scope.tenant);
      if (tenant?.id !== scope.tenantId) throw notFound('tenant');
      const before = tenantSettings(tenant.settings);
      requireVersion(precondition, contentVersion(before));
      const settings = withSettings(tenant.settings, changes);
      const changed = tenantSettings(settings);
      if (JSON.stringify(before) === JSON.stringify(changed)) return before;
      Object.assign(tenant, { settings, accessEpoch: tenant.accessEpoch + 1 });
      await this.tenants.save(tx, tenant);
      if (before.example_rows && !changed.example_rows) await this.examples.erase(tx, scope);
      await recordAudit(tx, scope, {
        action: 'settings.update',
        entity: 'settings',
        entityId: scope.tenant,
        before,
        after: changed,
      });
      return changed;
    });
    this.directory.forget(scope.tenantId);
    return withContentTag(after);
  }
}
