import type { ConnectionEntity } from './connection.entity.js';

/** Which secret a connection logs in with, as a text that differs for another one; null for none. */
export const CREDENTIAL_MARK = `(select cr.id || '.' || cr.secret_version from credentials cr
  where cr.tenant_id = c.tenant_id and cr.id = c.credential_id)`;

/** The columns of a connection under the entity's own names, for statements that go past the query builder. */
export const CONNECTION_COLUMNS = `c.id, c.tenant_id as "tenantId", c.project_id as "projectId", c.scope, c.name,
  c.name_key as "nameKey", c.type, c.db_type as "dbType", c.payload, c.transport,
  c.secret_versions as "secretVersions", c.credential_id as "credentialId", c.version,
  c.last_check as "lastCheck", c.lease_policy as "leasePolicy", c.include_tables as "includeTables", c.exclude_tables as "excludeTables",
  c.exclude_all_tables as "excludeAllTables", c.schemas, c.indexing_status as "indexingStatus",
  c.indexing_status_last_updated as "indexingStatusLastUpdated", c.discovery_schedule as "discoverySchedule",
  c.check_schedule as "checkSchedule", c.next_discovery_at as "nextDiscoveryAt", c.next_check_at as "nextCheckAt",
  case when c.health->>'status' = 'blocked' and c.health->>'credential' is distinct from ${CREDENTIAL_MARK}
    then c.health || '{"status": "failing"}' else c.health end as health,
  c.created_by as "createdBy", c.created_at as "createdAt", c.updated_by as "updatedBy", c.updated_at as "updatedAt"`;

type Attributes = 'attributes' | 'sealedAttributes';
type Deletion = 'deletedAt' | 'deletedBy' | 'purgeAt';

/** A connection as it was read; a plain read gives times as ISO 8601 texts. */
export type ConnectionRow = Omit<
  ConnectionEntity,
  | 'createdAt'
  | 'updatedAt'
  | 'indexingStatusLastUpdated'
  | 'nextDiscoveryAt'
  | 'nextCheckAt'
  | Deletion
  | Attributes
> & {
  createdAt: Date | string;
  updatedAt: Date | string;
  indexingStatusLastUpdated: Date | string;
  nextDiscoveryAt: Date | string | null;
  nextCheckAt: Date | string | null;
};

/** A connection that was locked to be changed, with what contracts keep with it. */
export type LockedConnection = ConnectionRow & Pick<ConnectionEntity, Attributes>;

/** What a list of deleted connections reads as well. */
export const DELETION_COLUMNS = `c.deleted_at as "deletedAt", c.deleted_by as "deletedBy", c.purge_at as "purgeAt"`;

/** A deleted connection as a plain read gives it. */
export type DeletedConnectionRow = ConnectionRow & Readonly<Record<Deletion, string>>;

/** A time as answers show it, UTC with milliseconds. */
export function isoTime(time: Date | string): string {
  return typeof time === 'string' ? time : time.toISOString();
}
