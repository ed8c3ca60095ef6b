import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#platform/database';
import { malformed, notFound } from '#platform/errors';
import { type Scope, seesProject } from '#platform/scope';
import { nameKey } from '../naming/index.js';
import { ProjectsRepository } from './projects.repository.js';

const ID = /^[1-9]\d{0,15}$/;

/** Finds the one project, or GLOBAL, that a request works in whose path has no project's id. */
@Injectable()
export class ProjectScopes {
  constructor(
    private readonly database: TenantDatabase,
    private readonly projects: ProjectsRepository,
  ) {}

  /** The scope within the project of that name. @throws DomainError `not_found` */
  async named(scope: Scope, name: string): Promise<Scope> {
    const project = await this.database.transaction(scope, (tx) =>
      this.projects.byName(tx, scope, nameKey(name)),
    );
    if (!project || !seesProject(scope, project.id)) throw notFound('project');
    return { ...scope, projectId: project.id };
  }

  /**
   * The scope of a caller whose request may choose a project by its id or its name.
   *
   * @throws DomainError `not_found`, or `malformed`/`project_required` for one who is bound to several and names none
   */
  async chosen(scope: Scope, project: string | undefined): Promise<Scope> {
    const choice = project?.trim();
    if (choice) return ID.test(choice) ? this.byIdOrName(scope, choice) : this.named(scope, choice);
    if (scope.projects === 'all') return { ...scope, projectId: null };
    const [only, ...others] = scope.projects;
    if (only !== undefined && others.length === 0) return { ...scope, projectId: only };
    throw malformed('project_required', 'Name one of your projects in X-Patchbay-Project.');
  }

  /** A project's name may be digits, too; its id is asked first. */
  private async byIdOrName(scope: Scope, text: string): Promise<Scope> {
    const id = Number(text);
    const found = await this.database.transaction(scope, (tx) => this.projects.find(tx, scope, id));
    if (!found) return this.named(scope, text);
    if (!seesProject(scope, id)) throw notFound('project');
    return { ...scope, projectId: id };
  }
}
