import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import type { Scope } from '#platform/scope';
import { tenantSettings } from '../settings/tenant-settings.js';
import { TenantDirectory } from '../tenants/tenant-directory.js';

/** Who read what, in tenants that want to know. */
@Injectable()
export class ReadAuditService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly directory: TenantDirectory,
  ) {}

  /**
   * Writes one event, if the tenant's `audit_reads` is true; otherwise it costs a look into memory. To be
   * called after the read: its transaction has compared the access epoch, so that memory is of that epoch.
   *
   * @param action - `<entity>.<verb>`
   * @throws DomainError `unavailable` when it cannot be written: the answer must not leave then
   */
  async record(scope: Scope, action: string, entityId: string): Promise<void> {
    const tenant = await this.directory.findById(scope.tenantId);
    if (!tenantSettings(tenant?.settings ?? scope.settings).audit_reads) return;
    const [entity = action] = action.split('.');
    const projectId = scope.projectId ?? null;
    await this.database.transaction(scope, (tx) =>
      recordAudit(tx, scope, { action, entity, entityId, projectId }),
    );
  }
}
