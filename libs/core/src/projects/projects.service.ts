import { Injectable } from '@nestjs/common';
import { recordAudit } from '#platform/audit';
import { TenantDatabase } from '#platform/database';
import { conflict, invalid, notFound } from '#platform/errors';
import { type Scope, seesProject } from '#platform/scope';
import { checkProjectName, nameKey, trimmedName } from '../naming/index.js';
import { giveQuota, takeQuota } from '../quotas/take-quota.js';
import { type Precondition, requireVersion } from '../versioning/precondition.js';
import { checkReadOnly } from '../versioning/read-only.js';
import type { ProjectEntity } from './project.entity.js';
import { ProjectsRepository } from './projects.repository.js';

export interface ProjectView {
  readonly id: number;
  readonly name: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_by: string;
  readonly updated_at: string;
  readonly version: number;
}

/** What an update says: a new name, and perhaps the members that its caller read. */
export type ProjectChanges = { readonly name?: string | undefined } & {
  readonly [Member in Exclude<keyof ProjectView, 'name'>]?: unknown;
};

@Injectable()
export class ProjectsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly projects: ProjectsRepository,
  ) {}

  async create(scope: Scope, input: { name: string }): Promise<ProjectView> {
    refuseBadName(input.name);
    return this.database.effect(scope, async (tx) => {
      const project = await this.projects.insert(tx, scope, {
        name: trimmedName(input.name),
        nameKey: nameKey(input.name),
      });
      const view = viewOf(project);
      takeQuota(tx, scope, 'projects');
      await recordAudit(tx, scope, { ...about('create', view), after: view });
      return view;
    });
  }

  async list(scope: Scope): Promise<ProjectView[]> {
    const projects = await this.database.transaction(scope, (tx) => this.projects.list(tx, scope));
    return projects.map(viewOf);
  }

  async get(scope: Scope, id: number): Promise<ProjectView> {
    if (!seesProject(scope, id)) throw notFound('project');
    const project = await this.database.transaction(scope, (tx) => this.projects.find(tx, scope, id));
    if (!project) throw notFound('project');
    return viewOf(project);
  }

  async update(
    scope: Scope,
    id: number,
    input: ProjectChanges,
    precondition: Precondition,
  ): Promise<ProjectView> {
    if (input.name !== undefined) refuseBadName(input.name);
    return this.database.transaction(scope, async (tx) => {
      const project = await this.projects.lock(tx, scope, id);
      if (!project || !seesProject(scope, id)) throw notFound('project');
      requireVersion(precondition, project.version);
      const before = viewOf(project);
      const errors = checkReadOnly(before, input, ['name']);
      if (errors.length > 0) throw invalid(errors);
      if (input.name === undefined || trimmedName(input.name) === project.name) return before;
      project.name = trimmedName(input.name);
      project.nameKey = nameKey(input.name);
      project.version += 1;
      project.updatedBy = scope.principal.name;
      const after = viewOf(await this.projects.rename(tx, project));
      await recordAudit(tx, scope, { ...about('update', after), before, after });
      return after;
    });
  }

  /**
   * Deletes a project that holds nothing but deleted connections: those are erased with it.
   *
   * @returns how many of them there were
   */
  async remove(scope: Scope, id: number, precondition: Precondition): Promise<number> {
    return this.database.transaction(scope, async (tx) => {
      const project = await this.projects.lock(tx, scope, id);
      if (!project || !seesProject(scope, id)) throw notFound('project');
      requireVersion(precondition, project.version);
      const held = await this.projects.countContents(tx, scope, id);
      if (held.connections + held.credentials + held.files > 0) {
        const message = `The project still holds ${held.connections} connections, ${held.credentials} credentials and ${held.files} files.`;
        throw conflict('project_not_empty', message, { ...held });
      }
      const erased = await this.projects.eraseDeletedConnections(tx, scope, id);
      await this.projects.remove(tx, project);
      giveQuota(tx, scope, 'projects');
      const before = { ...viewOf(project), erased_connections: erased };
      await recordAudit(tx, scope, { ...about('delete', viewOf(project)), before });
      return erased;
    });
  }
}

function refuseBadName(name: unknown): void {
  const errors = checkProjectName('name', name);
  if (errors.length > 0) throw invalid(errors);
}

function about(verb: string, project: ProjectView) {
  return { action: `project.${verb}`, entity: 'project', entityId: project.id, projectId: project.id };
}

function viewOf(project: ProjectEntity): ProjectView {
  return {
    id: project.id,
    name: project.name,
    created_by: project.createdBy,
    created_at: project.createdAt.toISOString(),
    updated_by: project.updatedBy,
    updated_at: project.updatedAt.toISOString(),
    version: project.version,
  };
}
