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
   * True where the tenant's `audit_reads` is: a look into memory. To be called after the read: its transaction
   * has compared the access epoch, so that memory is of that epoch.
   */
  wanted(scope: Scope): boolean {
    const tenant = this.directory.remembered(scope.tenantId);
    return tenantSettings(tenant?.settings ?? scope.settings).audit_reads;
  }

  /**
   * Writes one event.
   *
   * @param action - `<entity>.<verb>`
   * @throws DomainError `unavailable` when it cannot be written: the answer must not leave then
   */
  async record(scope: Scope, action: string, entityId: string): Promise<void> {
    const [entity = action] = action.split('.');
    const projectId = scope.projectId ?? null;
    await this.database.transaction(scope, (tx) =>
      recordAudit(tx, scope, { action, entity, entityId, projectId }),
    );
  }
}
