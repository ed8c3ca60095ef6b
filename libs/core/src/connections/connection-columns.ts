import type { ConnectionEntity } from './connection.entity.js';

/** The columns of a connection under the entity's own names, for statements that go past the query builder. */
export const CONNECTION_COLUMNS = `c.id, c.tenant_id as "tenantId", c.project_id as "projectId", c.scope, c.name,
  c.name_key as "nameKey", c.type, c.db_type as "dbType", c.payload, c.transport,
  c.secret_versions as "secretVersions", c.credential_id as "credentialId", c.version,
  c.last_check as "lastCheck", c.lease_policy as "leasePolicy",
  c.created_by as "createdBy", c.created_at as "createdAt", c.updated_by as "updatedBy", c.updated_at as "updatedAt"`;

/** A connection as it was read; a plain read gives times as ISO 8601 texts. */
export type ConnectionRow = Omit<ConnectionEntity, 'createdAt' | 'updatedAt'> & {
  createdAt: Date | string;
  updatedAt: Date | string;
};

/** A time as answers show it, UTC with milliseconds. */
export function isoTime(time: Date | string): string {
  return typeof time === 'string' ? time : time.toISOString();
}
