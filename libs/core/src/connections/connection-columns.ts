import type { ConnectionEntity } from './connection.entity.js';

/** The columns of a connection under the entity's own names, for statements that go past the query builder. */
export const CONNECTION_COLUMNS = `c.id, c.tenant_id as "tenantId", c.project_id as "projectId", c.scope, c.name,
  c.name_key as "nameKey", c.type, c.db_type as "dbType", c.payload, c.transport,
  c.secret_versions as "secretVersions", c.credential_id as "credentialId", c.version,
  c.last_check as "lastCheck", c.lease_policy as "leasePolicy",
  c.created_by as "createdBy", c.created_at as "createdAt", c.updated_by as "updatedBy", c.updated_at as "updatedAt"`;

type Deletion = 'deletedAt' | 'deletedBy' | 'purgeAt';

/** A connection as it was read; a plain read gives times as ISO 8601 texts. */
export type ConnectionRow = Omit<ConnectionEntity, 'createdAt' | 'updatedAt' | Deletion> & {
  createdAt: Date | string;
  updatedAt: Date | string;
};

/** What a list of deleted connections reads as well. */
export const DELETION_COLUMNS = `c.deleted_at as "deletedAt", c.deleted_by as "deletedBy", c.purge_at as "purgeAt"`;

/** A deleted connection as a plain read gives it. */
export type DeletedConnectionRow = ConnectionRow & Readonly<Record<Deletion, string>>;

/** A time as answers show it, UTC with milliseconds. */
export function isoTime(time: Date | string): string {
  return typeof time === 'string' ? time : time.toISOString();
}
