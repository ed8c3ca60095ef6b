import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { invalid, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { requireWriteIn } from '../access/scope-rules.js';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import { LeaseMarks } from '../leases/lease-marks.repository.js';
import { checkName, nameKey, trimmedName } from '../naming/index.js';
import { giveQuota, takeQuota } from '../quotas/take-quota.js';
import { settingsOf } from '../settings/tenant-settings.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import type { ConnectionRow } from './connection-columns.js';
import { ConnectionVersionsRepository } from './connection-versions.repository.js';
import { type ConnectionView, connectionView } from './connection-view.js';
import { ConnectionsRepository } from './connections.repository.js';
import { DeletedConnectionsRepository } from './deleted-connections.repository.js';

/** Deletes connections, and brings back those that are deleted and not erased. */
@Injectable()
export class ConnectionRemovalsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly deleted: DeletedConnectionsRepository,
    private readonly versions: ConnectionVersionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly leases: LeaseMarks,
  ) {}

  /**
   * Deletes a connection. It can be restored for as long as the tenant's setting says, and is then erased.
   *
   * @param erase - true destroys it now, with its secrets and former versions; also one that is deleted
   * @throws DomainError `not_found`, `forbidden`, `precondition_failed`
   */
  async remove(scope: Scope, id: number, precondition: Precondition, erase: boolean): Promise<void> {
    await this.database.transaction(scope, async (tx) => {
      const live = await this.connections.lock(tx, scope, id);
      const row = live ?? (erase ? await this.deleted.lock(tx, scope, id) : null);
      if (!row) throw notFound('connection');
      requireWriteIn(scope, row.projectId);
      requireVersion(precondition, row.version);
      const before = connectionView(row);
      if (live) {
        await this.leases.revoke(tx, scope, { of: 'connection', id }, 'connection_deleted');
        giveQuota(tx, scope, 'connections');
        await this.retireOwnCredential(tx, scope, row);
      }
      const { deleted_retention_days: days } = settingsOf(scope);
      const erased = erase || days === 0;
      const after = erased ? null : { purge_at: await this.deleted.hide(tx, scope, id, days) };
      // What former versions and the connection itself had of credentials of their own goes with it.
      if (erased) await this.connections.remove(tx, scope, id);
      await recordAudit(tx, scope, { ...about('connection.delete', row), before, after });
    });
  }

  /**
   * Brings a deleted connection back, as a new version. One whose shared credential was deleted meanwhile comes
   * without.
   *
   * @param name - another name, for where its own is taken
   * @throws DomainError `not_found`, `forbidden`, `precondition_failed`, `invalid`, `conflict` for a taken name
   */
  async restore(
    scope: Scope,
    id: number,
    name: string | undefined,
    precondition: Precondition,
  ): Promise<ConnectionView> {
    const errors = name === undefined ? [] : checkName('name', name);
    if (errors.length > 0) throw invalid(errors);
    return this.database.effect(scope, async (tx) => {
      const row = await this.deleted.lock(tx, scope, id);
      if (!row) throw notFound('deleted connection');
      requireWriteIn(scope, row.projectId);
      requireVersion(precondition, row.version);
      await this.versions.keep(tx, scope, row);
      if (name !== undefined) Object.assign(row, { name: trimmedName(name), nameKey: nameKey(name) });
      Object.assign(row, { deletedAt: null, deletedBy: null, purgeAt: null });
      Object.assign(row, { version: row.version + 1, updatedBy: scope.principal.name });
      const after = connectionView(await this.connections.save(tx, row));
      takeQuota(tx, scope, 'connections');
      if (row.credentialId !== null) await this.credentials.reinstate(tx, scope, row.credentialId);
      await recordAudit(tx, scope, { ...about('connection.restore', row), after });
      return after;
    });
  }

  private async retireOwnCredential(tx: Transaction, scope: Scope, row: ConnectionRow): Promise<void> {
    if (row.credentialId === null) return;
    const credential = await this.credentials.find(tx, scope, row.credentialId);
    if (credential?.inline) await this.credentials.retire(tx, scope, credential.id, row.id);
  }
}

function about(action: string, row: Pick<ConnectionRow, 'id' | 'projectId'>) {
  return { action, entity: 'connection', entityId: row.id, projectId: row.projectId };
}
