import type { ProjectsController } from '../../rest/projects/projects.controller.js';
import { type Operations, list, one, versioned } from '../operation.js';

const EXAMPLES = { Sales: { value: { name: 'sales' } } };

export const PROJECT_OPERATIONS: Operations<ProjectsController> = {
  create: {
    id: 'createProject',
    summary: 'Create a project',
    body: { schema: 'NewProject', examples: EXAMPLES },
    status: 201,
    answer: versioned('ProjectView'),
    conflicts: ['project_exists', 'quota_exceeded'],
  },
  list: { id: 'listProjects', summary: 'List the projects that you may see', answer: list('ProjectView') },
  get: { id: 'getProject', summary: 'Show a project', answer: versioned('ProjectView') },
  update: {
    id: 'updateProject',
    summary: 'Rename a project',
    conditional: true,
    body: { schema: 'ProjectUpdate', examples: EXAMPLES },
    answer: versioned('ProjectView'),
    conflicts: ['project_exists'],
  },
  remove: {
    id: 'deleteProject',
    summary: 'Delete an empty project',
    conditional: true,
    answer: one('Message'),
    conflicts: ['project_not_empty'],
  },
};
