import type { JsonSchema } from '#connector-sdk';
import {
  PERMISSIONS,
  type ProjectView,
  type ServiceAccountView,
  type ServiceAccountWithKey,
  TENANT_ROLES,
  type TenantView,
} from '#core';
import type { Me } from '../../rest/auth/auth.controller.js';
import {
  ACTOR,
  ID,
  NAME,
  PROJECT_NAME,
  SLUG,
  TENANT_ROLE,
  TEXT,
  TIMESTAMP,
  VERSION,
} from './common-schemas.js';
import { answerSchema, arrayOf, orNull } from './object-schema.js';

const BOUND_PROJECTS: JsonSchema = {
  ...orNull(arrayOf(ID)),
  description: 'Null: all projects. Empty: none.',
};

const SERVICE_ACCOUNT: Record<keyof ServiceAccountView, JsonSchema> = {
  id: ID,
  name: NAME,
  role: TENANT_ROLE,
  project_ids: BOUND_PROJECTS,
  created_by: ACTOR,
  created_at: TIMESTAMP,
  rotated_at: orNull(TIMESTAMP),
  previous_key_expires_at: { ...orNull(TIMESTAMP), description: 'Until when the key before works on.' },
  version: VERSION,
};

export const PROJECT_MEMBERS: Record<keyof ProjectView, JsonSchema> = {
  id: ID,
  name: PROJECT_NAME,
  created_by: ACTOR,
  created_at: TIMESTAMP,
  updated_by: ACTOR,
  updated_at: TIMESTAMP,
  version: VERSION,
};

/** Tenants, projects and principals as they are answered. */
export const ACCESS_ANSWERS: Readonly<Record<string, JsonSchema>> = {
  TenantView: answerSchema<TenantView>('A customer of the platform.', {
    slug: SLUG,
    name: NAME,
    status: { type: 'string', enum: ['active', 'suspended'] },
    created_by: ACTOR,
    created_at: TIMESTAMP,
    updated_at: TIMESTAMP,
    version: VERSION,
  }),
  ProjectView: answerSchema<ProjectView>('A part of a tenant.', PROJECT_MEMBERS),
  ServiceAccountView: answerSchema<ServiceAccountView>('A program with an API key.', SERVICE_ACCOUNT),
  ServiceAccountWithKey: answerSchema<ServiceAccountWithKey>('The one answer that holds the key.', {
    ...SERVICE_ACCOUNT,
    api_key: {
      ...orNull({ type: 'string', pattern: '^pb_[1-9]\\d*-[1-9]\\d*_[A-Za-z0-9_-]{43}$' }),
      description: 'Shown once: null in the answer to a repeated request.',
    },
  }),
  Me: answerSchema<Me>('Who calls, and what the caller may do.', {
    kind: { type: 'string', enum: ['user', 'service_account', 'platform'] },
    id: TEXT,
    name: ACTOR,
    role: { type: 'string', enum: [...TENANT_ROLES, 'platform_admin'] },
    tenant: { ...orNull(SLUG), description: "Null for the platform's administrator." },
    projects: BOUND_PROJECTS,
    permissions: arrayOf({ type: 'string', enum: PERMISSIONS }),
  }),
};
