import type { JsonSchema } from '#connector-sdk';
import { ID, NAME, PROJECT_NAME, SLUG, TENANT_ROLE } from './common-schemas.js';
import { PROJECT_MEMBERS } from './access-answers.js';
import { arrayOf, bodySchema, orNull } from './object-schema.js';

const WEEK_SECONDS = 7 * 24 * 60 * 60;

/** Bodies of the resources whose rules do not come from the registry. */
export const ACCESS_BODIES: Readonly<Record<string, JsonSchema>> = {
  NewTenant: bodySchema('A new tenant.', { slug: SLUG, name: NAME }, ['slug', 'name']),
  TenantUpdate: bodySchema('What changes of a tenant.', {
    name: NAME,
    status: { type: 'string', enum: ['active', 'suspended'] },
  }),
  NewProject: bodySchema('A new project.', { name: PROJECT_NAME }, ['name']),
  ProjectUpdate: bodySchema(
    'What changes of a project. Members that the server sets are ignored when they are equal.',
    PROJECT_MEMBERS,
  ),
  NewServiceAccount: bodySchema(
    'A new service account.',
    {
      name: NAME,
      role: TENANT_ROLE,
      project_ids: {
        ...orNull({ ...arrayOf(ID), maxItems: 1000 }),
        description: 'Absent or null: all projects. Empty: none. Not for a tenant_admin.',
      },
    },
    ['name', 'role'],
  ),
  KeyRotation: bodySchema('How to rotate.', {
    overlap_seconds: {
      type: 'integer',
      minimum: 0,
      maximum: WEEK_SECONDS,
      default: 0,
      description: 'For how long the key before works on.',
    },
  }),
  ConnectionRestore: bodySchema('What is to differ.', {
    name: { ...NAME, description: 'Another name, for where its own is taken.' },
  }),
  ConnectionMove: bodySchema(
    'Where to move.',
    { project_id: { ...orNull(ID), description: 'The project, or null for GLOBAL.' } },
    ['project_id'],
  ),
};
