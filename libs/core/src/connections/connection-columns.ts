import type { ConnectionEntity } from './connection.entity.js';

/** The columns of a connection under the entity's own names, for statements that go past the query builder. */
export const CONNECTION_COLUMNS = `c.id, c.tenant_id as "tenantId", c.project_id as "projectId", c.scope, c.name,
  c.name_key as "nameKey", c.type, c.db_type as "dbType", c.payload, c.transport,
  c.secret_versions as "secretVersions", c.credential_id as "credentialId", c.version,
  c.created_by as "createdBy", c.created_at as "createdAt", c.updated_by as "updatedBy", c.updated_at as "updatedAt"`;

export type ConnectionRow = ConnectionEntity;
