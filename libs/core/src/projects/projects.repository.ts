import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Transaction, violates } from '#platform/database';
import { conflict } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { ProjectEntity } from './project.entity.js';

/** What keeps a project from being deleted. */
export interface ProjectContents {
  readonly connections: number;
  readonly credentials: number;
  readonly files: number;
}

/** The projects of a tenant. */
@Injectable()
export class ProjectsRepository {
  /** Those of the ids that are projects of the tenant; a number that no row can have is none. */
  async existing(tx: Transaction, scope: Scope, ids: readonly number[]): Promise<ReadonlySet<number>> {
    const possible = ids.filter((id) => Number.isSafeInteger(id));
    if (possible.length === 0) return new Set();
    const rows = await tx.manager.find(ProjectEntity, {
      select: { id: true },
      where: { tenantId: scope.tenantId, id: In(possible) },
    });
    return new Set(rows.map((row) => row.id));
  }

  /** The projects that the scope may see, by id. */
  async list(tx: Transaction, scope: Scope): Promise<ProjectEntity[]> {
    const visible = scope.projects === 'all' ? {} : { id: In([...scope.projects]) };
    return tx.manager.find(ProjectEntity, {
      where: { tenantId: scope.tenantId, ...visible },
      order: { id: 'ASC' },
    });
  }

  async find(tx: Transaction, scope: Scope, id: number): Promise<ProjectEntity | null> {
    if (!Number.isSafeInteger(id)) return null;
    return tx.manager.findOneBy(ProjectEntity, { tenantId: scope.tenantId, id });
  }

  async byName(tx: Transaction, scope: Scope, key: string): Promise<ProjectEntity | null> {
    return tx.manager.findOneBy(ProjectEntity, { tenantId: scope.tenantId, nameKey: key });
  }

  async lock(tx: Transaction, scope: Scope, id: number): Promise<ProjectEntity | null> {
    return tx.manager.findOne(ProjectEntity, {
      where: { tenantId: scope.tenantId, id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** @throws DomainError `conflict` when the tenant has a project of that name */
  async insert(
    tx: Transaction,
    scope: Scope,
    project: Pick<ProjectEntity, 'name' | 'nameKey'>,
  ): Promise<ProjectEntity> {
    const inserted = await refusingTakenName(() =>
      tx.manager.insert(ProjectEntity, {
        ...project,
        tenantId: scope.tenantId,
        createdBy: scope.principal.name,
        updatedBy: scope.principal.name,
      }),
    );
    const id = (inserted.identifiers[0] as { id: number }).id;
    return tx.manager.findOneByOrFail(ProjectEntity, { tenantId: scope.tenantId, id });
  }

  /** @throws DomainError `conflict` when the tenant has another project of that name */
  async rename(tx: Transaction, project: ProjectEntity): Promise<ProjectEntity> {
    return refusingTakenName(() => tx.manager.save(ProjectEntity, project));
  }

  async remove(tx: Transaction, project: ProjectEntity): Promise<void> {
    await tx.manager.delete(ProjectEntity, { tenantId: project.tenantId, id: project.id });
  }

  /** Erases the project's deleted connections, with the credentials of their own; answers how many there were. */
  async eraseDeletedConnections(tx: Transaction, scope: Scope, id: number): Promise<number> {
    const gone = await tx.run({
      name: 'project_deleted_connections_erase',
      text: `delete from connections where tenant_id = $1 and project_id = $2 and deleted_at is not null returning 1`,
      values: [scope.tenantId, id],
    });
    return gone.length;
  }

  /** How many connections, credentials and files the project holds. */
  async countContents(tx: Transaction, scope: Scope, id: number): Promise<ProjectContents> {
    const [row] = await tx.query<ProjectContents>(
      `select (select count(*) from connections
                where tenant_id = $1 and project_id = $2 and deleted_at is null) as connections,
              (select count(*) from credentials
                where tenant_id = $1 and project_id = $2 and retired_from is null) as credentials,
              (select count(*) from files where tenant_id = $1 and project_id = $2) as files`,
      [scope.tenantId, id],
    );
    return row!;
  }
}

async function refusingTakenName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (violates(error, 'projects_name')) throw conflict('project_exists', 'A project of this name exists.');
    throw error;
  }
}
