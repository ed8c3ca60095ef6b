import { Module } from '@nestjs/common';
import { ProjectScopes } from './project-scopes.js';
import { ProjectsRepository } from './projects.repository.js';
import { ProjectsService } from './projects.service.js';

@Module({
  providers: [ProjectsRepository, ProjectsService, ProjectScopes],
  exports: [ProjectsRepository, ProjectsService, ProjectScopes],
})
export class ProjectsModule {}
