import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase, type Transaction } from '#platform/database';
import { conflict, notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import { LeaseMarks } from '../leases/lease-marks.repository.js';
import { ProjectsRepository } from '../projects/projects.repository.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import type { ConnectionRow } from './connection-columns.js';
import { ConnectionVersionsRepository } from './connection-versions.repository.js';
import { type ConnectionView, connectionView } from './connection-view.js';
import { ConnectionsRepository } from './connections.repository.js';

/** Moves connections between projects, and between a project and the tenant as a whole. */
@Injectable()
export class ConnectionMovesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly versions: ConnectionVersionsRepository,
    private readonly projects: ProjectsRepository,
    private readonly leases: LeaseMarks,
  ) {}

  /**
   * The connection's own credential goes along; one that a project shares cannot; a GLOBAL one stays.
   *
   * @param projectId - the project to move to, or null for GLOBAL
   * @throws DomainError `not_found`, `precondition_failed`, `conflict` for a taken name or a shared credential
   */
  async move(
    scope: Scope,
    id: number,
    projectId: number | null,
    precondition: Precondition,
  ): Promise<ConnectionView> {
    return this.database.effect(scope, async (tx) => {
      const row = await this.connections.lock(tx, scope, id);
      if (!row) throw notFound('connection');
      requireVersion(precondition, row.version);
      if (projectId !== null && !(await this.projects.find(tx, scope, projectId))) throw notFound('project');
      const before = connectionView(row);
      if (row.projectId === projectId) return before;
      await this.versions.keep(tx, scope, row);
      await this.takeCredentialAlong(tx, scope, row, projectId);
      Object.assign(row, { projectId, version: row.version + 1, updatedBy: scope.principal.name });
      const saved = await this.connections.save(tx, row);
      const after = connectionView({ ...saved, scope: projectId === null ? 'GLOBAL' : 'PROJECT' });
      await this.leases.changed(tx, scope, { of: 'connection', id });
      await recordAudit(tx, scope, {
        action: 'connection.move',
        entity: 'connection',
        entityId: id,
        projectId,
        before,
        after,
      });
      return after;
    });
  }

  private async takeCredentialAlong(
    tx: Transaction,
    scope: Scope,
    row: ConnectionRow,
    projectId: number | null,
  ): Promise<void> {
    await this.credentials.moveRetired(tx, scope, row.id, projectId);
    if (row.credentialId === null) return;
    const credential = await this.credentials.lock(tx, scope, row.credentialId);
    if (!credential || (!credential.inline && credential.projectId === null)) return;
    if (!credential.inline) {
      throw conflict('credential_shared', 'The connection uses a credential that its project shares.');
    }
    await this.credentials.moveTo(tx, scope, credential.id, projectId);
  }
}
