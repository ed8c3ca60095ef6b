import { Body, Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ProjectsService, parseIfMatch } from '#core';
import type { Scope } from '#platform/scope';
import { Audited, AuditedRead, CurrentScope, Idempotent, IdParam, IfMatch, Requires } from '#http';
import { TENANT_PATH } from '../paths.js';
import { CreateProjectDto, UpdateProjectDto } from './project.dto.js';

@Controller(TENANT_PATH)
export class ProjectsController {
  constructor(private readonly projects: ProjectsService) {}

  @Post('projects')
  @Requires('projects:write')
  @Audited('project.create')
  @Idempotent()
  create(@CurrentScope() scope: Scope, @Body() body: CreateProjectDto) {
    return this.projects.create(scope, body);
  }

  @Get('projects')
  @Requires('projects:read')
  @AuditedRead('project.list')
  list(@CurrentScope() scope: Scope) {
    return this.projects.list(scope);
  }

  @Get('projects/:projectId')
  @Requires('projects:read')
  @AuditedRead('project.read', 'projectId')
  get(@CurrentScope() scope: Scope, @IdParam('projectId') id: number) {
    return this.projects.get(scope, id);
  }

  @Put('projects/:projectId')
  @Requires('projects:write')
  @Audited('project.update')
  update(
    @CurrentScope() scope: Scope,
    @IdParam('projectId') id: number,
    @Body() body: UpdateProjectDto,
    @IfMatch() ifMatch: string | undefined,
  ) {
    return this.projects.update(scope, id, body, parseIfMatch(ifMatch));
  }

  @Delete('projects/:projectId')
  @Requires('projects:write')
  @Audited('project.delete')
  async remove(
    @CurrentScope() scope: Scope,
    @IdParam('projectId') id: number,
    @IfMatch() ifMatch: string | undefined,
  ) {
    const erased = await this.projects.remove(scope, id, parseIfMatch(ifMatch));
    const also = erased === 0 ? '' : `, and ${erased} deleted connections of it were erased`;
    return { message: `Project was deleted successfully${also}` };
  }
}
